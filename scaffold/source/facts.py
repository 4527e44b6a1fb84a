"""The facts of a class: everything the rules may know about it, computed once, frozen, printable.

Places are `Span` values: lines and columns count from 1, columns and offsets count characters (not bytes).
Names are canonical: ``tf.keras.layers.Dense``, ``tensorflow.keras.layers.Dense``, ``keras.src...Dense`` and
``tf_keras.layers.Dense`` are all ``keras.layers.Dense``. Of several public names the one in the most telling
module is canonical: ``keras.layers.Layer`` (not ``keras.Layer``), ``keras.models.Model``,
``keras.initializers.Initializer``, ``keras.saving.register_keras_serializable`` (not ``keras.utils...``).
"""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.source.body_facts import Bodies
from scaffold.source.from_config_facts import FromConfig
from scaffold.source.located import Answer, SourceFile, Span
from scaffold.source.method_facts import (
    Assignment,
    ConfigEntry,
    Constructor,
    ConstructorParameter,
    Decorator,
    GetConfig,
    Method,
    Registration,
)
from scaffold.source.record import Entity, Record
from scaffold.source.values import Value


class KerasParameter(Record):
    """A constructor argument of a class of Keras; a default that is no plain literal is ``Unknown``."""

    name: str
    has_default: bool
    default: Value | None


class KerasClass(Entity):
    """A class of the installed Keras, out of the generated table.

    Args:
        name: Canonical public name (``keras.layers.Dense``), or the internal one where it is not public.
        internal_name: Where it is defined: ``keras.src.layers.core.dense.Dense``.
        ancestors: Names of its ancestors (canonical), nearest first, ``object`` left out.
        parameters: Arguments its constructor takes by keyword, those of its parents that it passes on
            included.
        accepts_any: Whether the constructor takes further keywords without complaint.
        parameters_known: Whether `parameters` is the whole truth.
        config_keys: Keys of the config its own ``get_config`` (parents included) makes for a subclass.
        config_known: Whether `config_keys` is the whole truth.
        optional_keys: Those of `config_keys` that are present only sometimes (``activity_regularizer``).
        overrides_get_config: Whether it or an ancestor overrides the ``get_config`` that makes the automatic
            config.
        injected_keys: Keys its ``from_config`` adds to what ``get_config`` gave (``quantization_config``).
        overrides_from_config: Whether it or an ancestor below the roots overrides ``from_config``.
        deserialized_keys: Keys that its ``from_config`` turns back into objects (``layer``, ``cell``).
        attributes: Names its instances and classes have after construction and that a reader may rely on.
    """

    name: str
    internal_name: str
    ancestors: tuple[str, ...]
    parameters: tuple[KerasParameter, ...]
    accepts_any: bool
    parameters_known: bool
    config_keys: tuple[str, ...]
    config_known: bool
    optional_keys: frozenset[str]
    overrides_get_config: bool
    injected_keys: tuple[str, ...]
    overrides_from_config: bool
    deserialized_keys: tuple[str, ...]
    attributes: frozenset[str] = frozenset()

    @property
    def qualified_name(self) -> str:
        """The canonical name, under the name that `ClassInfo` has for it."""
        return self.name


class ClassInfo(Entity):
    """The facts of one class of the analysed sources that derives from a class of Keras (or is an ancestor of
    one).

    Compared and hashed by identity.

    Args:
        name: Its name.
        qualified_name: Module, enclosing classes and functions, and name: ``pkg.layers.Outer.Inner``.
        source: The file it is in.
        span: The whole class statement, decorators excluded.
        name_span: Its name.
        role: ``layer``, ``model``, ``loss``, ``metric``, ``optimizer``, ``initializer``, ``regularizer``,
            ``constraint``, ``callback``, ``schedule``, ``policy``, ``operation`` (no layer), or None where it
            is not a Keras object or something else.
        in_function: Whether it is defined inside a function (then nobody can import it).
        first_line: Its first line, decorators included.
        registration: The outermost registration; None where there is none.
        registration_known: False where a decorator that cannot be told may register it (a project's own
            export decorator).
        decorators: All decorators, outermost first.
        bases: Canonical or project-qualified names, as written order; the text as written where it cannot be
            told.
        ancestors: Method resolution order without the class itself and without ``object``, as far as it is
            known.
        ancestry_known: False where any base, or base of a base, cannot be told, or no consistent order
            exists.
        constructor: Its own ``__init__``, or None.
        get_config: Its own ``get_config``, or None.
        from_config: Its own ``from_config``, or None.
        attributes: Attribute -> its assignments on self in any method and in the class body.
        attributes_unknown: Whether attributes may be set that are not in `attributes` (``setattr`` with a
            computed name, ``self.__dict__.update``, ``vars(self)``, self handed to a function that is not
            known).
        methods: Methods and properties it defines.
        uses: Attribute of self -> what its methods do with it: names read or called on it (``build`` of
            ``self.inner.build(...)``), ``__call__`` where it is called, ``__iter__`` where it is iterated.
        bodies: What its methods make and do, looked up when it is first asked for.
        generated_constructor: Whether a decorator (``dataclass``) may write its ``__init__``.
    """

    name: str
    qualified_name: str
    source: SourceFile
    span: Span
    name_span: Span
    role: str | None
    in_function: bool
    first_line: int
    registration: Registration | None
    registration_known: bool
    decorators: tuple[Decorator, ...]
    bases: tuple[str, ...]
    ancestors: tuple[ClassInfo | KerasClass, ...]
    ancestry_known: bool
    constructor: Constructor | None
    get_config: GetConfig | None
    from_config: FromConfig | None
    attributes: Mapping[str, tuple[Assignment, ...]]
    attributes_unknown: bool
    methods: Mapping[str, Method]
    uses: Mapping[str, frozenset[str]]
    bodies: Bodies
    generated_constructor: bool


class EffectiveParameter(Record):
    """An argument that the class can be constructed with.

    Args:
        name: Its name.
        has_default: Whether it may be left out.
        default: The default, where known.
        origin: The class whose ``__init__`` names it.
        declared: The parameter there; None where the origin is a class of Keras.
    """

    name: str
    has_default: bool
    default: Value | None
    origin: ClassInfo | KerasClass
    declared: ConstructorParameter | None


class EffectiveParameters(Record):
    """All arguments that ``cls(**config)`` may pass.

    Args:
        parameters: By name.
        complete: False where there may be others that are not known.
        accepts_any: Whether unknown keywords are taken silently (a ``**kwargs`` that is not passed on).
    """

    parameters: Mapping[str, EffectiveParameter]
    complete: bool
    accepts_any: bool


class EffectiveEntry(Record):
    """A key of the config that a class gives.

    Args:
        key: The key.
        origin: The class whose ``get_config`` writes it (of automatic entries: whose ``__init__`` takes it).
        entry: The entry there; None where the origin is a class of Keras or the entry is automatic.
        conditional: Whether it may be absent.
    """

    key: str
    origin: ClassInfo | KerasClass
    entry: ConfigEntry | None
    conditional: bool


class EffectiveConfig(Record):
    """The config that a class gives, parents and Keras included.

    Args:
        entries: By key.
        complete: False where there may be keys that are not known (or known ones may be absent).
        automatic: Whether Keras makes the config from the constructor's arguments: YES only where no class
            below the Keras root overrides ``get_config``.
        chain: The classes whose ``get_config`` takes part, nearest first.
        base_included: Whether the config of the Keras root (name, trainable, dtype) is part of it.
    """

    entries: Mapping[str, EffectiveEntry]
    complete: bool
    automatic: Answer
    chain: tuple[ClassInfo | KerasClass, ...]
    base_included: Answer

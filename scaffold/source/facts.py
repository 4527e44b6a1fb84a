"""The facts of a class: everything the rules may know about it, computed once, frozen, printable.

Places are `Span` values: lines and columns count from 1, columns and offsets count characters (not bytes).
Names are canonical: ``tf.keras.layers.Dense``, ``tensorflow.keras.layers.Dense``, ``keras.src...Dense`` and
``tf_keras.layers.Dense`` are all ``keras.layers.Dense``. Of several public names the one in the most telling
module is canonical: ``keras.layers.Layer`` (not ``keras.Layer``), ``keras.models.Model``,
``keras.initializers.Initializer``, ``keras.saving.register_keras_serializable`` (not ``keras.utils...``).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from scaffold.source.record import Entity, Record
from scaffold.source.values import Unknown, Value


class Answer(StrEnum):
    """Yes, no, or it cannot be told (then a rule stays silent)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Returns(StrEnum):
    """What the paths through ``get_config`` return.

    DICT: every path returns a dict (or raises). NOTHING: at least one path certainly returns None.
    ABSTRACT: the body only raises, or is empty (docstring, ``...``, ``pass`` under an abstract decorator).
    UNKNOWN: anything else.
    """

    DICT = "dict"
    NOTHING = "nothing"
    ABSTRACT = "abstract"
    UNKNOWN = "unknown"


class Span(Record):
    """A stretch of a source text: ``text[start:end]``.

    Args:
        start: Offset of the first character.
        end: Offset after the last character.
        line: First line, counted from 1.
        column: First column, counted in characters from 1.
        end_line: Last line.
        end_column: Column after the last character.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


class SourceFile(Entity):
    """A file of Python source as it was read.

    Args:
        path: The file, as the user wrote it (or the directory as written, plus the way down from it).
        module: Dotted module name by the chain of ``__init__.py`` files: ``pkg.layers.dense``.
        text: All characters, line ends as they are in the file; the byte order mark is not part of it.
        encoding: What the bytes were decoded with (``utf-8``, ``utf-8-sig``, or what PEP 263 declares).
        newline: The line end of the file: ``\\n``, ``\\r\\n`` or ``\\r``; ``\\n`` where there is none.
        is_package: Whether it is an ``__init__.py``.
    """

    path: str
    module: str
    text: str
    encoding: str = "utf-8"
    newline: str = "\n"
    is_package: bool = False


class Problem(Record):
    """A file that cannot be analysed: unreadable, too large, not decodable, or no valid Python.

    Args:
        path: The file, as the user wrote it.
        message: What was found and what to do, in one sentence.
        kind: ``unreadable``, ``too-large``, ``encoding`` or ``syntax``.
        line: Line of the trouble, counted from 1; 0 where there is none.
        column: Column of the trouble, in characters from 1; 0 where there is none.
    """

    path: str
    message: str
    kind: str
    line: int = 0
    column: int = 0


class Decorator(Record):
    """A decorator of a class or method: its canonical name (None where it cannot be told) and its place."""

    name: str | None
    called: bool
    span: Span


class Registration(Record):
    """How a class was registered with ``keras.saving.register_keras_serializable``.

    Args:
        form: ``call`` for ``@register(...)``, ``bare`` for ``@register`` without parentheses (which replaces
            the class by a function), ``statement`` for a call outside a decorator or an entry of
            ``get_custom_objects()``.
        package: The package; None where none is given (Keras then uses ``Custom``); Unknown where it cannot
            be told.
        name: The registered name; None where none is given (Keras uses the class's); Unknown where it cannot
            be told.
        span: The decorator without its ``@``, or the statement.
    """

    form: str
    package: str | Unknown | None
    name: str | Unknown | None
    span: Span


class ConstructorParameter(Record):
    """One parameter of ``__init__``, self and the starred ones excluded.

    Args:
        name: Its name.
        kind: ``positional_only``, ``positional`` (or keyword), ``keyword_only``; not in the signature:
            ``popped`` (taken out by ``kwargs.pop("name", default)``), ``peeked`` (read with
            ``kwargs.get("name")`` or ``kwargs["name"]``, and passed on if ``**kwargs`` is).
        has_default: Whether it may be left out.
        default: The default; None where it has none.
        annotation: Text of the annotation; empty where there is none.
        span: The name with annotation, without default; of a popped one, the call of pop.
    """

    name: str
    kind: str
    has_default: bool
    default: Value | None
    annotation: str
    span: Span

    @property
    def by_keyword(self) -> bool:
        """Whether the config can pass it: ``cls(**config)`` cannot reach a positional-only parameter."""
        return self.kind != "positional_only"


class SuperInit(Record):
    """One call of a parent's ``__init__``.

    Args:
        span: The call.
        parent: Canonical or project-qualified name of the parent in ``Parent.__init__(self, ...)``; None for
            ``super()``.
        behind_parent: Whether it is ``super(Parent, self)``, which starts to search behind that class.
        args: Positional arguments, self excluded.
        keywords: Explicit keywords: a config that holds one of them as well makes the call fail.
        overrides: What was put into ``**kwargs`` before it was passed on, replacing what the config holds.
        forwards_var_keyword: Whether the constructor's ``**kwargs`` is passed on: YES also where it was
            changed before (popped ones are parameters of kind ``popped``).
        open: Whether arguments are passed that cannot be told (``*args``, ``**other``).
        conditional: Whether there are paths that do not make this call.
    """

    span: Span
    parent: str | None
    behind_parent: bool
    args: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]
    overrides: tuple[tuple[str, Value], ...]
    forwards_var_keyword: Answer
    open: bool
    conditional: bool


class Constructor(Record):
    """The class's own ``__init__``.

    Args:
        parameters: Parameters in order, popped ones last.
        var_positional: Name of ``*args``, or None.
        var_keyword: Name of ``**kwargs``, or None.
        var_keyword_used: Whether anything but forwarding and popping is done with ``**kwargs``
            (stored, iterated, handed to another function): then unread keys may still matter.
        used: Names of the parameters whose value is read anywhere in the body.
        super_call: Whether a parent's ``__init__`` is called.
        super_inits: The calls, in order.
        decorated: Whether ``__init__`` has decorators (which may change its signature).
        span: The whole function.
        signature_span: From the opening to the closing parenthesis of the parameter list, both included.
        body_span: The body's statements, first to last (docstring included).
    """

    parameters: tuple[ConstructorParameter, ...]
    var_positional: str | None
    var_keyword: str | None
    var_keyword_used: bool
    used: frozenset[str]
    super_call: Answer
    super_inits: tuple[SuperInit, ...]
    decorated: bool
    span: Span
    signature_span: Span
    body_span: Span

    def parameter(self, name: str) -> ConstructorParameter | None:
        """Return the parameter of that name, or None."""
        return next((known for known in self.parameters if known.name == name), None)


class ConfigEntry(Record):
    """One key that ``get_config`` puts into the config.

    Args:
        key: The key.
        value: What it holds. In terms of self: ``SelfAttribute("units")``,
            ``Call("keras.activations.serialize", ...)``.
        span: Key and value as written (``"units": self.units``, ``units=self.units``, ``config["units"] =
            self.units``).
        value_span: The value expression alone.
        conditional: Whether there are paths on which the key is not written.
        parent_wins: Whether the parent's config was merged on top of it afterwards
            (``config.update(super().get_config())``).
    """

    key: str
    value: Value
    span: Span
    value_span: Span
    conditional: bool
    parent_wins: bool = False


class RemovedKey(Record):
    """A key that ``get_config`` takes out of the config: ``config.pop("dtype")``, ``del config["dtype"]``."""

    key: str
    span: Span
    conditional: bool


class AttributeRead(Record):
    """``self.<name>`` being read.

    Args:
        name: The attribute.
        span: The expression ``self.<name>``.
        guarded: Whether absence is provided for (getattr with default, hasattr, try) or the read may never
            run.
    """

    name: str
    span: Span
    guarded: bool


class GetConfig(Record):
    """The class's own ``get_config``.

    Args:
        entries: Keys it writes, one entry per key and place, in order; the last unconditional one of a key
            counts.
        removed: Keys it removes, whether its own or a parent's, and does not write again.
        complete: True where `entries` and `removed` are all that it does besides the parent's config.
        super_call: Whether the result holds the parent's config.
        super_conditional: Whether there are paths on which the parent's config is not part of the result.
        super_target: Canonical or project-qualified name of the parent in ``Parent.get_config(self)``, or the
            class named in ``super(Other, self)`` where it is not the class itself; None for the next class in
            line.
        behind_target: Whether the search starts behind that class: ``super(Other, self)``.
        returns: What its paths return.
        nothing_span: Where NOTHING is returned: the return statement, or the name of the function where a
            path falls off the end.
        reads: Attributes of self that it reads (own helper methods included).
        writes: Names of attributes of self that it assigns, with places.
        helpers: Methods it calls and whose result was interpreted, and tuples of names of the class body that it loops
            over; a child that overrides one of them changes the config.
        config_name: Name of the variable that every return statement returns; None where there is no such
            variable.
        literal: The dict display that is the obvious place for another entry: the one returned, assigned to
            the config or handed to ``update``; None where there is none.
        returns_spans: All return statements of the method, in order.
        decorated: Whether it has decorators.
        span: The whole method.
        name_span: The name ``get_config``.
        body_span: The body's statements.
    """

    entries: tuple[ConfigEntry, ...]
    removed: tuple[RemovedKey, ...]
    complete: bool
    super_call: Answer
    super_conditional: bool
    super_target: str | None
    behind_target: bool
    returns: Returns
    nothing_span: Span | None
    reads: tuple[AttributeRead, ...]
    writes: tuple[tuple[str, Span], ...]
    helpers: frozenset[str]
    config_name: str | None
    literal: Span | None
    returns_spans: tuple[Span, ...]
    decorated: bool
    span: Span
    name_span: Span
    body_span: Span

    @property
    def abstract(self) -> bool:
        """Whether it gives no config at all, by intention."""
        return self.returns is Returns.ABSTRACT

    def entry(self, key: str) -> ConfigEntry | None:
        """Return the entry of that key, or None."""
        return next((known for known in self.entries if known.key == key), None)


class Mutation(Record):
    """A change of the config argument of ``from_config`` that its caller will see.

    Args:
        how: ``pop``, ``update``, ``setdefault``, ``clear``, ``popitem``, ``assign`` (item assignment),
            ``del``.
        key: The key, where it is known.
        span: The statement or expression.
        conditional: Whether there are paths without it.
    """

    how: str
    key: str | None
    span: Span
    conditional: bool


class FromConfig(Record):
    """The class's own ``from_config``.

    Args:
        is_classmethod: Whether it is decorated with ``@classmethod``.
        is_staticmethod: Whether it is decorated with ``@staticmethod``.
        argument: Name of the config parameter; None where the signature has none.
        mutations: Changes of the config argument before any copy of it.
        constructs: Names of what it builds from the config: ``cls``, or canonical or project-qualified names
            of classes; empty where it only calls the parent's.
        constructs_spans: Their places (the called name), in the same order.
        first_argument: Name of its first parameter (``cls``); None where it has none.
        calls_super: Whether it calls the parent's ``from_config``.
        deserialized: Keys whose values pass through a deserializing function (``get``, ``deserialize``,
            ``deserialize_keras_object``, a layer's ``from_config``), with the functions' canonical names.
        read_keys: Keys it takes out of the config by name (pop, get, subscript).
        removed: Keys that it takes away (perhaps on some paths only) before the constructor sees the config.
        supplied: Keys that it gives the constructor itself: ``cls(units=3, **config)``, ``config["units"] =
            3``.
        complete: False where something happens to the config that is not modelled.
        span: The whole method.
        name_span: The name ``from_config``.
        body_span: The body's statements.
    """

    is_classmethod: bool
    is_staticmethod: bool
    first_argument: str | None
    argument: str | None
    mutations: tuple[Mutation, ...]
    constructs: tuple[str, ...]
    constructs_spans: tuple[Span, ...]
    calls_super: Answer
    deserialized: Mapping[str, tuple[str, ...]]
    read_keys: frozenset[str]
    removed: frozenset[str]
    supplied: Mapping[str, Value]
    complete: bool
    span: Span
    name_span: Span
    body_span: Span


class Assignment(Record):
    """One place that gives an attribute of self (or of the class) a value.

    Args:
        method: Name of the method; empty for the class body.
        value: What is assigned. In ``__init__`` it is in terms of parameters; elsewhere `Unknown` where it is
            not simple.
        span: The statement.
        how: ``assign``, ``augmented``, ``setattr``, ``annotation`` (class body, no value), ``del``, ``loop``
            (for, with, unpacking).
        conditional: Whether there are paths through the method without it.
    """

    method: str
    value: Value
    span: Span
    how: str
    conditional: bool


class Method(Record):
    """A method or property that a class defines.

    Args:
        name: Its name.
        kind: ``method``, ``property``, ``classmethod`` or ``staticmethod``.
        has_setter: Whether a property can be assigned.
        abstract: Whether it is decorated as abstract or only raises NotImplementedError.
        result: Of a property whose body is one return statement: that value, in terms of self; else None.
        decorators: All decorators.
        span: The whole function.
        name_span: Its name.
    """

    name: str
    kind: str
    has_setter: bool
    abstract: bool
    result: Value | None
    decorators: tuple[Decorator, ...]
    span: Span
    name_span: Span


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
        generated_constructor: Whether a decorator (``dataclass``) may write its ``__init__``.
    """

    name: str
    qualified_name: str
    source: SourceFile
    span: Span
    name_span: Span
    role: str | None
    in_function: bool
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
    generated_constructor: bool


# --- answers of scaffold/source/inheritance.py -------------------------------------------------------------


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

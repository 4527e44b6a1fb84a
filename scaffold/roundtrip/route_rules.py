"""What can be wrong with a layer that was sent through a route, beside what the observations say."""

from __future__ import annotations

from scaffold.finding import Severity
from scaffold.rule import Rule

NOT_REBUILT = Rule(
    code="KR501",
    name="not-rebuilt",
    severity=Severity.ERROR,
    summary="The layer cannot be rebuilt by this route.",
    why="A file that was written without complaint cannot be loaded: "
    "https://github.com/keras-team/keras/issues/18823.",
    remedy="Make the config hold all that the constructor needs, and build every sublayer in build().",
    lint_rules=("KS206",),
)

REBUILT_FAILS = Rule(
    code="KR502",
    name="rebuilt-layer-fails",
    severity=Severity.ERROR,
    summary="The rebuilt layer raises when it is called or asked for its config, where the original works.",
    why="A nested object that was never deserialized stays a dict, and fails at its first use with a message "
    "such as \"'dict' object is not callable\": https://github.com/keras-team/keras-cv/pull/2283.",
    remedy="Deserialize nested objects in from_config: keras.saving.deserialize_keras_object(config[...]).",
    lint_rules=("KS206",),
)

NOT_COPIED = Rule(
    code="KR503",
    name="composite-without-build",
    severity=Severity.WARNING,
    summary="A composite layer without build() loses its sublayers' weights where it is loaded without a call.",
    why="copy.deepcopy and pickle fail then, and a subclassed model with a build() of its own is loaded with new "
    "random weights in silence. Functional models, and models without build(), call the layer first and are not "
    "affected: https://github.com/keras-team/keras/issues/18875.",
    remedy="Write build(self, input_shape) and build every sublayer in it; one that was passed in only "
    "`if not self.dense.built`, since a deserialized layer is built already.",
)

NOT_BUILT = Rule(
    code="KR504",
    name="sublayers-not-built",
    severity=Severity.ERROR,
    summary="build() leaves sublayers without weights, which are then not there when the values are loaded.",
    why="A subclassed model is then loaded with new random weights, without error or warning: the failure is "
    "recorded and taken back while Keras loads. https://github.com/keras-team/keras/issues/18875.",
    remedy="Build every sublayer in build(), self.dense.build(input_shape), also one that is created there; "
    "`self.built = True` builds nothing.",
)

CONTAINER = Rule(
    code="KR313",
    name="tuple-became-list",
    severity=Severity.WARNING,
    summary="A tuple comes back as a list; an error where the layer then behaves otherwise.",
    why="JSON has no tuple; the list fails where it is hashed or added to a tuple, and is another thing to "
    "isinstance: https://github.com/keras-team/keras/issues/722.",
    remedy="Normalize in the constructor: self.x = tuple(x).",
)

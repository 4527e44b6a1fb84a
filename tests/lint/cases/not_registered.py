"""Not registered: finished layers speak, what is never saved by itself does not."""

import keras


class Unregistered(keras.layers.Layer):  # warning: KS501
    def call(self, x):
        return x


class UnregisteredChild(keras.layers.Dense):  # warning: KS501
    pass


class Base(keras.layers.Layer):
    """Made to be derived from: it cannot be called."""

    def helper(self, x):
        return x


class WorksAlready(keras.layers.Layer):
    """Its children are registered: it is not saved by itself."""

    def call(self, x):
        return x


@keras.saving.register_keras_serializable("cases")
class WorksBetter(WorksAlready):
    pass


class ParentOfUnregistered(keras.layers.Layer):  # warning: KS501
    def call(self, x):
        return x


class ChildOfUnregistered(ParentOfUnregistered):  # warning: KS501
    pass


def factory():
    class Local(keras.layers.Layer):
        def call(self, x):
            return x

    return Local


class History(keras.callbacks.Callback):
    """Not saved with a model."""

    def on_epoch_end(self, epoch, logs=None):
        print(epoch)

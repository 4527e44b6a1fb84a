"""The checks of a saved model: one file each, with what it says about itself and the function that judges."""

"""What a package promises to the models that were saved with it."""

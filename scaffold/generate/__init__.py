"""The generator: argv -> LayerSpec -> TemplateContext -> files -> self-check -> disk."""

"""From figures to paragraphs: templates, decision tables of wording, composition."""

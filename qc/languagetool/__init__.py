"""LanguageTool as a second opinion: its grammar findings beside ours, where somebody asks for them.

language-tool-python, an extra under the GPL-3.0, asks a LanguageTool server: one that we start on this machine, or one
at an address that the user names. No text goes anywhere else, and nothing is downloaded unless the user says
`qc languagetool install`.
"""

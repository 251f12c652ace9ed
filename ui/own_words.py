"""Streamlit's own words in the reader's language: it says them in English alone, and ``words.js`` puts ours in place.

Only those that a reader of our pages can meet; the others stand on parts that these pages do not have.
"""

import json

import streamlit as st
from markupsafe import Markup

from wording import LANGUAGE_TAGS, Wording, wording

# In English as Streamlit says them, to the letter, where the catalogue of English has them under ``own_words.<key>``.
SAID = (
    "skip",
    "running",
    "stop",
    "stopping",
    "connecting",
    "menu",
    "logo",
    "pages",
    "open",
    "close",
    "clear_value",
    "clear_all",
    "select_all",
    "select_matches",
    "no_results",
    "add",
    "remove",
    "chosen",
    "options",
    "one_of",
    "several_of",
    "choose_one",
    "choose_several",
    "choose_or_add",
    "choose_or_add_several",
    "increment",
    "decrement",
    "press_enter",
    "pagination",
    "next_page",
    "previous_page",
    "page",
    "fullscreen",
    "close_fullscreen",
    "copy",
    "copied",
    "help",
    "download_failed",
    "home",
    "spec",
    "copy_spec",
    "png",
    "as_png",
    "fullscreen_of",
    "shortcut",
    "dismiss",
    "one_option",
    "some_options",
    "is_selected",
    "lost",
    "upload",
    "each_file",
    "add_files",
    "add_icon",
    "file_upload",
    "choose_date",
    "day_of",
    "month_of",
    "year_of",
    "dd",
    "mm",
    "yyyy",
)
# What Streamlit puts into a sentence stays as it is.
_KEPT = {name: f"{{{name}}}" for name in ("value", "number")}
# The language that Streamlit speaks.
ENGLISH = "en"


def draw_own_words(words: Wording) -> None:
    """What ``words.js`` and ``here.js`` need to know, which nobody sees: each of Streamlit's words with ours, none in
    English, and the language of the page."""
    english = wording(ENGLISH)
    said = {english(f"own_words.{key}", **_KEPT): words(f"own_words.{key}", **_KEPT) for key in SAID}
    known = json.dumps({} if words.language == ENGLISH else said, ensure_ascii=False)
    tag = LANGUAGE_TAGS[words.language]
    st.html(Markup('<div hidden data-lang="{}" data-words="{}">&nbsp;</div>').format(tag, known))

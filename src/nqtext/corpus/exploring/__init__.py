"""Questions to many articles: counts, words, who and what is named, when; and pictures of the answers.

``corpus.py`` has the verbs; the other modules have one kind of question each, as rows with named columns.
"""

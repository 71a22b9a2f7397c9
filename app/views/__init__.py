"""The pages of the explorer, one module each with one function show.

Not named `pages`: Streamlit takes a folder of that name for its own navigation, and a link to a
page opened before the first visit of the home page would then stay blank.
"""

"""The least a page with a chart can be: what Streamlit and Vega cost by themselves."""

import altair as alt
import polars as pl
import streamlit as st

st.title("Empty page")
points = pl.DataFrame({"year": [2021, 2022, 2023, 2024, 2025], "deaths": [9, 7, 6, 6, 4]})
st.altair_chart(alt.Chart(points).mark_point().encode(x="year:O", y="deaths:Q"), theme=None)

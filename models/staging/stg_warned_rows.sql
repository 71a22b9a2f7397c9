{{ config(materialized='table') }}

{{ judged_rows('warned') }}

{{ config(materialized='table') }}

{{ judged_rows('refused') }}

"""Templates, lessons and the plan: data of `resources/`, read and judged."""

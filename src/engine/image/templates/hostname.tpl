{{ config_get("user.quorate.hostname", instance.name) }}

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Keep the second fence: watch the connections, and write it after every migration."""
        from accounts import checks  # noqa: F401 - registers itself
        from accounts.fence import watch_connections
        from accounts.row_security import build_fence

        watch_connections()
        post_migrate.connect(build_fence, dispatch_uid="fence")

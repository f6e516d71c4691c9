{% load i18n %}/* Shows one fixed sign; nothing comes with what wakes it. It serves no page. */
self.addEventListener("push", (event) => {
  const looks = { tag: "waiting", lang: "{{ language }}", dir: "{{ direction }}" };
  event.waitUntil(self.registration.showNotification("{{ words|escapejs }}", looks));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/"));
});

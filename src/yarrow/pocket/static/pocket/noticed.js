// Shows the words that were sent, and keeps nothing.
self.addEventListener("push", (event) => {
  const words = event.data ? event.data.text() : "…";
  event.waitUntil(self.registration.showNotification(words));
});
self.addEventListener("notificationclick", (event) => event.notification.close());

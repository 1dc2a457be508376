import type { Notification, Notifications } from '#aws/notifications.ts';

/** Keeps what was published. */
export interface FakeNotifications extends Notifications {
  readonly sent: Notification[];
}

export function fakeNotifications(): FakeNotifications {
  const sent: Notification[] = [];
  return {
    sent,
    async publish(notification) {
      sent.push(notification);
    },
  };
}

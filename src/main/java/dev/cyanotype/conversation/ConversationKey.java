package dev.cyanotype.conversation;

import dev.cyanotype.security.Caller;
import java.util.Objects;
import java.util.Optional;

/// Which conversation a message belongs to. Callers with an API key have their own ones, whatever
/// ids others choose; callers without one share theirs, since an address is nobody's name.
///
/// @param owner empty for callers without a key
/// @param id as the client gave it
record ConversationKey(String owner, String id) {

  ConversationKey {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(id, "id");
  }

  static ConversationKey of(Caller caller, String id) {
    return new ConversationKey(caller.hasKey() ? caller.id() : "", id);
  }

  static Optional<ConversationKey> of(Caller caller, ConversationContext context) {
    return context.conversation().map(id -> of(caller, id));
  }
}

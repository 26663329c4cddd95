package dev.cyanotype.conversation;

import dev.cyanotype.security.Caller;

/// Something that a caller was shown the plan of, and that waits for a yes.
sealed interface Proposal {

  /// Who may say yes to it.
  Caller caller();

  String blueprintId();

  Intent intent();

  /// @param version that the plan was of, whatever the newest is by then
  record Deploy(Caller caller, String blueprintId, int version, String engine) implements Proposal {
    @Override
    public Intent intent() {
      return Intent.DEPLOY;
    }
  }

  record Destroy(Caller caller, String blueprintId, String engine) implements Proposal {
    @Override
    public Intent intent() {
      return Intent.ROLLBACK;
    }
  }

  record Rollback(Caller caller, String blueprintId, String deploymentId) implements Proposal {
    @Override
    public Intent intent() {
      return Intent.ROLLBACK;
    }
  }

  /// What `message` of a caller is to this.
  default Consent answeredBy(Caller answering, String message) {
    return answering.equals(caller()) ? Consent.of(message) : Consent.UNSAID;
  }
}

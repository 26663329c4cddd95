package dev.cyanotype.security;

import dev.cyanotype.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/// Decides who may have something real changed: what an engine does that is not simulated. Other
/// roles are [AccessRules]' matter; this has to be asked wherever a deployment begins.
@ApplicationScoped
public class DeployGuard {

  private final AccessControl access;

  DeployGuard(AccessControl access) {
    this.access = access;
  }

  /// Returns where the caller has the role [Role#DEPLOY], or where nothing controls access and it
  /// asks from this machine.
  ///
  /// @throws ProblemException forbidden (403), saying what to do about it
  public void check(Caller caller) {
    if (!caller.has(Role.DEPLOY)) {
      throw ProblemException.forbidden(
          "Docker and Proxmox engines take the role 'deploy', which this caller lacks.");
    }
    checkSight(caller);
  }

  /// Lets a caller see what there is on a real engine, and what a plan would do there: whoever may
  /// make the request, but where nothing controls access only from this machine.
  ///
  /// @throws ProblemException forbidden (403), saying what to do about it
  public void checkSight(Caller caller) {
    if (!access.isConfigured() && !caller.isLocal()) {
      throw ProblemException.forbidden(
          "Without API keys or tokens, docker and proxmox engines are for clients on the service's own"
              + " machine: call it as http://localhost, or set CYANOTYPE_API_KEYS and show a key"
              + " with the role 'deploy'.");
    }
  }
}

package dev.cyanotype.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/// Who may use the service.
@ConfigMapping(prefix = "cyanotype")
public interface AccessConfig {

  /// The keys, as [ApiKeyList] reads them; everything is open to everyone where neither they nor
  /// tokens are configured.
  Optional<String> apiKeys();

  Oidc oidc();

  /// What tokens of an OpenID Connect provider are good for. How they are checked is
  /// `quarkus.oidc`'s matter; [TokenSwitch] turns that on.
  interface Oidc {

    /// Another name for `quarkus.oidc.auth-server-url`.
    Optional<String> issuer();

    /// Another name for `quarkus.oidc.token.audience`.
    Optional<List<String>> audience();

    /// Where a token says what its bearer may do, see [TokenClaims#values].
    @WithDefault("groups,roles,realm_access/roles,scope,scp")
    List<String> rolesClaim();

    RoleNames roles();
  }

  /// What the issuer calls the roles.
  interface RoleNames {

    @WithDefault("cyanotype:read")
    List<String> read();

    @WithDefault("cyanotype:write")
    List<String> write();

    @WithDefault("cyanotype:deploy")
    List<String> deploy();
  }
}

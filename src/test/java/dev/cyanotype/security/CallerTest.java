package dev.cyanotype.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, address:192.0.2.7",
    "2001:db8:1:2:3:4:5:6, address:2001:db8:1:2::/64",
    "2001:db8:1:2:ffff::1, address:2001:db8:1:2::/64",
    "2001:db8::1, address:2001:db8:0:0::/64",
    "::1, address:0:0:0:0::/64",
    "fe80::1%eth0, address:fe80:0:0:0::/64",
    "::ffff:192.0.2.7, address:192.0.2.7",
    "unknown, address:unknown",
    "_hidden, address:unknown",
    "no.such.host.example, address:unknown",
    "999.1.1.1, address:unknown",
    "'', address:unknown",
  })
  void addressThatAProxyNamesIsGroupedBySubnet(String named, String caller) {
    SocketAddress address = named.isEmpty() ? null : SocketAddress.inetSocketAddress(1234, named);

    assertThat(Caller.at(address)).isEqualTo(new Caller(caller));
  }

  @Test
  void addressOfAConnectionIsThatOfItsSocket() throws UnknownHostException {
    InetAddress address = InetAddress.getByName("2001:db8:1:2:3:4:5:6");

    assertThat(Caller.at(SocketAddress.inetSocketAddress(new InetSocketAddress(address, 1234))))
        .isEqualTo(new Caller("address:2001:db8:1:2::/64"));
  }

  @Test
  void connectionWithoutAddressHasOneCallerOfItsOwn() {
    assertThat(Caller.at(SocketAddress.domainSocketAddress("/run/x.sock")))
        .isEqualTo(new Caller("address:unknown"));
  }

  @Test
  void callersOfOneIdAreOneWhateverTheyMayDo() {
    Caller local = new Caller("key:ann", Set.of(Role.DEPLOY), true);

    assertThat(local).isEqualTo(Caller.withKey("ann")).hasSameHashCodeAs(Caller.withKey("ann"));
    assertThat(local).isNotEqualTo(new Caller("key:bob", Set.of(Role.DEPLOY), true));
  }
}

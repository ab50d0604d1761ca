package tocsin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;

final class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "169.254.0.0/16, 169.254.169.254, true",
        "169.254.0.0/16, 169.255.0.1, false",
        "169.254.0.0/16, ::ffff:169.254.169.254, true",
        "169.254.0.0/16, 64:ff9b::a9fe:a9fe, true",
        "fe80::/10, febf::1, true",
        "fe80::/10, fec0::1, false",
        "10.0.0.1, 10.0.0.1, true",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
    })
    void aBlockHoldsItsAddresses(String block, String address, boolean holds) {
        assertThat(Cidr.parse(block).contains(InetAddress.ofLiteral(address))).isEqualTo(holds);
    }

    @Test
    void namesAreNoBlocks() {
        assertThatThrownBy(() -> Cidr.parse("localhost"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cidr.parse("10.0.0.0/33"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

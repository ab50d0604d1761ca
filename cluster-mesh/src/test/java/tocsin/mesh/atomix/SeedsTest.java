package tocsin.mesh.atomix;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.BootstrapService;
import io.atomix.cluster.Node;
import io.atomix.utils.net.Address;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

final class SeedsTest {
    private static final Node SELF =
            Node.builder().withId("self").withAddress(Address.from("127.0.0.1", 9_094)).build();

    @Test
    void theMemberItselfIsNotCountedAndNotDialled() {
        var seeds = joined("127.0.0.1:9094", "127.0.0.1:9095", "127.0.0.2:9094");
        assertThat(seeds.named()).isEqualTo(2);
        assertThat(seeds.getNodes())
                .extracting(node -> node.id().id())
                .containsExactlyInAnyOrder("127.0.0.1:9095", "127.0.0.2:9094");
    }

    @Test
    void aNameThatIsNotKnownStandsForOne() {
        var seeds = joined("nobody.invalid:9094", "127.0.0.1:9095");
        assertThat(seeds.named()).isEqualTo(2);
        assertThat(seeds.getNodes()).hasSize(1);
    }

    @Test
    void anAddressNamedTwiceIsOneMemberAndOneOfTheOtherKindCounts() {
        assertThat(joined("127.0.0.1:9095", "127.0.0.1:9095", "[::1]:9095").named()).isEqualTo(2);
    }

    private static Seeds joined(String... addresses) {
        var seeds = new Seeds(List.of(addresses), Duration.ofHours(1), Duration.ofHours(1));
        seeds.join(NoBootstrap.service(), SELF).join();
        seeds.leave(SELF).join();
        return seeds;
    }

    /// Seeds talk to nobody while they join.
    private static final class NoBootstrap {
        private static BootstrapService service() {
            return (BootstrapService)
                    java.lang.reflect.Proxy.newProxyInstance(
                            SeedsTest.class.getClassLoader(),
                            new Class<?>[] {BootstrapService.class},
                            (_, method, _) -> {
                                throw new AssertionError(method.getName());
                            });
        }
    }
}

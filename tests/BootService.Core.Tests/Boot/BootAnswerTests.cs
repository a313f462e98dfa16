using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Boot;

public sealed class BootAnswerTests
{
    private const long Start = 1_000_000;

    private static readonly Ipv4 Node = Cluster.Backend(0).Address!.Value;

    private static readonly string[] Configurations =
        [BootNames.Pxelinux(Cluster.Mac(0)), "pxelinux.cfg/0A01FFFE", BootNames.Grub(Cluster.Mac(0)), "grub/grub.cfg", BootNames.IpxeScript(Cluster.Mac(0))];

    private readonly MachineSightings _sightings = new();

    private enum Road
    {
        /// <summary>Firmware asks by DHCP and says what it is.</summary>
        Dhcp,

        /// <summary>Firmware asks by DHCP and leaves it out.</summary>
        ShortDhcp,

        /// <summary>The loader of its kind is fetched.</summary>
        Loader,

        /// <summary>A loader asks for its configuration.</summary>
        Configuration,
    }

    [Fact]
    public void A_question_changes_nothing_and_its_answer_says_what_follows()
    {
        var inventory = Cluster.Inventory().Arm(0);
        var attempt = inventory.AttemptOf(Cluster.Name("backend-0-0"))!;
        _sightings.FirmwareAsked(Cluster.Mac(0), FirmwareKind.Unknown, attempt.Id, Start);
        foreach (var name in Configurations)
        {
            for (var times = 0; times < 10; times++)
            {
                var answer = Assert.IsType<BootAnswer.Configuration>(BootAnswer.For(name, Asker(Node), inventory, Cluster.Noon));
                Assert.Contains(attempt.Secret, answer.Text, StringComparison.Ordinal);
                Assert.Equal((attempt, true), (answer.Effects!.HandedOut, answer.Effects.Starts));
                Assert.Equal(attempt.Id, answer.Effects.Told!.Value.Attempt);
            }
        }
    }

    [Fact]
    public void A_configuration_with_a_secret_is_its_own_machines()
    {
        var inventory = Cluster.Inventory().Arm(0);
        var attempt = inventory.AttemptOf(Cluster.Name("backend-0-0"))!;
        _sightings.FirmwareAsked(Cluster.Mac(0), FirmwareKind.Bios, attempt.Id, Start);
        var refused = Assert.IsType<BootAnswer.Refused>(BootAnswer.For(Configurations[0], Asker(Cluster.Backend(1).Address!.Value), inventory, Cluster.Noon));
        Assert.Null(refused.Effects!.HandedOut);
        Assert.Equal(attempt, refused.Effects.Refused!.Attempt);
    }

    [Fact]
    public void One_hand_out_too_many_ends_the_attempt_whoever_asks()
    {
        var (inventory, now) = (Cluster.Inventory().Arm(0), Cluster.Noon);
        for (var boot = 0; boot < 3; boot++)
        {
            inventory = inventory.Signal(0, new AttemptSignal.HandedOut(), now = now.AddMinutes(5));
        }

        _sightings.FirmwareAsked(Cluster.Mac(0), FirmwareKind.Bios, inventory.LastAttempt, Start);
        var answer = Assert.IsType<BootAnswer.Configuration>(BootAnswer.For(Configurations[0], Asker(Node), inventory, now.AddMinutes(5)));
        Assert.DoesNotContain("/install/ks/", answer.Text, StringComparison.Ordinal);
        Assert.Equal((inventory.LastAttempt, false), (answer.Effects!.HandedOut!.Id, answer.Effects.Starts));
    }

    [Fact]
    public void A_rehearsal_is_told_what_its_host_would_be_and_nothing_follows()
    {
        var inventory = Cluster.Inventory().Arm(0);
        var asker = Asker(Cluster.Frontend.Address) with { Plays = (Cluster.Mac(0), Node) };
        foreach (var name in Configurations)
        {
            var answer = Assert.IsType<BootAnswer.Configuration>(BootAnswer.For(name, asker, inventory, Cluster.Noon));
            Assert.True(answer.Effects is null == answer.Text.Contains("/install/ks/", StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public void Where_another_server_gives_the_addresses_the_loaders_own_request_counts()
    {
        var asker = Asker(Node) with { GivesAddresses = false };
        Assert.All(Configurations, name => Assert.True(Installs(BootAnswer.For(name, asker, Cluster.Inventory().Arm(0), Cluster.Noon)), name));
    }

    [Fact]
    public void Any_card_of_a_host_that_asked_speaks_for_the_host()
    {
        var second = MacAddress.Parse("52:54:00:00:09:00");
        var host = Cluster.Backend(0) with { Interfaces = [.. Cluster.Backend(0).Interfaces, new("eth1", second, null, null, IsDefault: false)] };
        var inventory = Cluster.Inventory().With(new Change.HostSet(host)).Arm(0);
        Assert.False(Installs(BootAnswer.For(Configurations[0], Asker(Node), inventory, Cluster.Noon)));
        _sightings.FirmwareAsked(second, FirmwareKind.Bios, inventory.LastAttempt, Start);
        Assert.All(Configurations, name => Assert.True(Installs(BootAnswer.For(name, Asker(Node), inventory, Cluster.Noon)), name));
    }

    /// <summary>What one road learned of a machine holds on every other: whatever order they are taken in, and whatever each of them leaves out.</summary>
    [Fact]
    public void Roads_do_not_disagree()
    {
        var machines = Gen.Select(Gen.Int[0, 2], Gen.Bool);
        Gen.Select(machines, Gen.Select(Gen.Enum<Road>(), Gen.Int[0, Configurations.Length - 1]).Array[1, 12]).Sample((machine, roads) =>
        {
            var kind = new[] { FirmwareKind.Bios, FirmwareKind.UefiX64, FirmwareKind.UefiArm64 }[machine.Item1];
            var arch = machine.Item2 ? "x86_64" : "aarch64";
            var pallet = Cluster.Os with { Key = Cluster.Os.Key with { Arch = arch } };
            var inventory = Cluster.Inventory().With(new Change.PalletRemoved(Cluster.Os.Key), new Change.PalletSet(pallet)).Arm(0);
            var (sightings, isKnown, hasAsked, now) = (new MachineSightings(), false, false, Start);
            var fits = new BootClient(kind, BootProgram.Firmware).Arch == arch;
            foreach (var (road, which) in roads)
            {
                now += 1000;
                var asker = Asker(Node) with { Sightings = sightings, Now = now };
                switch (road)
                {
                    case Road.Loader:
                        var loader = BootLoaders.All.First(loader => loader.Firmware == kind).Name;
                        if (BootAnswer.For(loader, asker, inventory, Cluster.Noon).Effects is { } learned)
                        {
                            sightings.LoaderFetched(learned.Card, learned.Firmware, now);
                        }

                        isKnown = true;
                        break;
                    case Road.Configuration:
                        var installs = Installs(BootAnswer.For(Configurations[which], asker, inventory, Cluster.Noon));
                        Assert.True(!installs || hasAsked, "a secret left before firmware asked");
                        Assert.True(!isKnown || !hasAsked || installs == fits, $"{Configurations[which]} installs: {installs}");
                        break;
                    default:
                        var says = road is Road.Dhcp ? kind : FirmwareKind.Unknown;
                        isKnown |= road is Road.Dhcp;
                        var sent = DhcpParameters.With(new PxeClient { Vendor = PxeVendor.PxeClient }, says);
                        var client = DhcpParameters.With(sent, sightings.Of(Cluster.Mac(0), now).Firmware);
                        var words = DhcpParameters.For(inventory, null, Cluster.Mac(0), client, Cluster.Noon);
                        Assert.True(!isKnown || words.Attempt != 0 == fits, $"DHCP installs: {words.Attempt}");
                        sightings.FirmwareAsked(Cluster.Mac(0), DhcpParameters.FirmwareOf(client), words.Live!.Id, now);
                        hasAsked = true;
                        break;
                }
            }
        });
    }

    [Theory]
    [InlineData(FirmwareKind.UefiX64, BootProgram.Firmware)]
    [InlineData(FirmwareKind.UefiX64, BootProgram.HttpFirmware)]
    [InlineData(FirmwareKind.UefiX64, BootProgram.CutDownIpxe)]
    [InlineData(FirmwareKind.UefiArm64, BootProgram.Firmware)]
    [InlineData(FirmwareKind.UefiArm64, BootProgram.HttpFirmware)]
    public void A_host_that_goes_through_shim_or_GRUB_is_offered_that_or_nothing_by_every_program(FirmwareKind firmware, BootProgram program)
    {
        foreach (var choice in new[] { "shim", "grub" })
        {
            foreach (var local in new[] { true, false })
            {
                var offered = LoaderChain.For(new BootClient(firmware, program), choice, local, "script") switch
                {
                    LoaderOffer.File file => file.Name,
                    LoaderOffer.Http http => http.Name,
                    _ => choice,
                };
                Assert.StartsWith(choice, offered, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void What_is_known_of_a_machine_is_forgotten_and_what_its_attempt_has_on_disk_counts_after_a_start_only()
    {
        var inventory = Cluster.Inventory().Arm(0);
        var (host, armed) = (inventory.HostOf(Cluster.Name("backend-0-0"))!, inventory.AttemptOf(Cluster.Name("backend-0-0"))!);
        var met = armed.On(new AttemptSignal.FirmwareAsked(), Cluster.Noon.AddDays(-9));
        Assert.True(met.WasMet && !armed.WasMet && ReferenceEquals(met, met.On(new AttemptSignal.FirmwareAsked(), Cluster.Noon.AddDays(9))));
        var started = new MachineSightings(Start);
        Assert.Equal((true, false), (started.HasAsked(host, met, Start + 1000), started.HasAsked(host, armed, Start + 1000)));
        Assert.False(started.HasAsked(host, met, Start + MachineSightings.Kept));

        Assert.True(started.FirmwareAsked(Cluster.Mac(0), FirmwareKind.Bios, armed.Id, Start));
        Assert.False(started.FirmwareAsked(Cluster.Mac(0), FirmwareKind.Unknown, armed.Id, Start + 1000));
        Assert.Equal(FirmwareKind.Bios, started.Of(Cluster.Mac(0), Start + 2000).Firmware);
        Assert.True(started.HasAsked(host, armed, Start + 2000));
        Assert.True(started.FirmwareAsked(Cluster.Mac(0), FirmwareKind.Unknown, armed.Id + 1, Start + 3000));
        Assert.False(started.HasAsked(host, armed, Start + 3000));
        Assert.Equal(MachineSighting.None, started.Of(Cluster.Mac(0), Start + 3000 + MachineSightings.Kept));
    }

    private static bool Installs(BootAnswer answer) =>
        answer is BootAnswer.Configuration configuration && configuration.Text.Contains("/install/ks/", StringComparison.Ordinal);

    private BootAsker Asker(Ipv4 address) => new(address, Cluster.Frontend.Address) { Sightings = _sightings, Now = Start + 1000, GivesAddresses = true };
}

using BootService.Dhcp;
using BootService.Hosting;
using BootService.Observability;
using Microsoft.Extensions.Logging;
using Xunit;

namespace BootService.Tests.Hosting;

public class SettingsComparisonTests
{
    private static readonly DaemonSettings Changed = new()
    {
        Interface = "eth1",
        Dhcp = new DhcpSettings { Port = 1067 },
        Log = new LogSettings { Level = LogLevel.Debug },
    };

    [Fact]
    public void Keys_that_differ_are_named_with_their_newer_value() =>
        Assert.Equal([("Interface", "eth1"), ("Dhcp:Port", "1067"), ("Log:Level", "Debug")], SettingsComparison.Between(new DaemonSettings(), Changed));

    [Fact]
    public void A_key_that_is_gone_is_not_set() =>
        Assert.Equal(("Interface", "not set"), SettingsComparison.Between(Changed, new DaemonSettings())[0]);

    [Fact]
    public void The_same_settings_differ_in_nothing() => Assert.Empty(SettingsComparison.Between(new DaemonSettings(), new DaemonSettings()));
}

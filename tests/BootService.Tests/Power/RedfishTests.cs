using System.Net;
using System.Net.Sockets;
using BootService.Core.Power;
using BootService.Lab.Power;
using BootService.Power;
using Xunit;

namespace BootService.Tests.Power;

/// <summary>Our Redfish client against a service on the loopback, with TLS and without.</summary>
public sealed class RedfishTests : IAsyncDisposable
{
    private readonly NoMachine _machine = new();
    private readonly RedfishBmc _bmc;

    public RedfishTests() => _bmc = RedfishBmc.Start(new IPEndPoint(IPAddress.Loopback, 0), _machine);

    private PowerRoute.Redfish Route => new(new Uri(_bmc.Url), _bmc.User, new Secret(_bmc.Password));

    public ValueTask DisposeAsync() => _bmc.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_machine_is_switched_on_reset_and_off(bool tls)
    {
        await using var bmc = RedfishBmc.Start(new IPEndPoint(IPAddress.Loopback, 0), _machine, tls);
        var route = Route with { Service = new Uri(bmc.Url) };
        Assert.Equal(new PowerAnswer(PowerState.Off, null), await AskAsync(route, PowerCommand.Status));
        Assert.Equal(new PowerAnswer(PowerState.On, null), await AskAsync(route, PowerCommand.On));
        Assert.Equal(new PowerAnswer(PowerState.On, null), await AskAsync(route, PowerCommand.Status));
        Assert.Equal(new PowerAnswer(PowerState.On, null), await AskAsync(route, PowerCommand.Reset));
        Assert.Equal(new PowerAnswer(PowerState.Off, null), await AskAsync(route, PowerCommand.Off));
        Assert.Equal(["on", "reset", "off"], _machine.Done);
    }

    [Fact]
    public async Task A_service_that_cannot_restart_is_power_cycled()
    {
        _bmc.Allowed = ["On", "ForceOff", "PowerCycle"];
        Assert.Null((await AskAsync(Route, PowerCommand.Reset)).Fault);
        Assert.Equal(["reset"], _machine.Done);
        _bmc.Allowed = ["GracefulShutdown"];
        Assert.EndsWith("cannot do that to this system: it offers GracefulShutdown", (await AskAsync(Route, PowerCommand.Off)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_not_shown()
    {
        var fault = (await AskAsync(new PowerRoute.Redfish(new Uri(_bmc.Url), _bmc.User, new Secret("hunter2")), PowerCommand.Status)).Fault;
        Assert.Equal($"{_bmc.Url} does not take user \"admin\" with that password: set attributes power.user and power.password", fault);
        Assert.Empty(_machine.Done);
    }

    [Fact]
    public async Task A_password_goes_to_no_other_certificate_than_the_one_that_is_set()
    {
        Assert.Null((await AskAsync(Route with { Fingerprint = _bmc.Fingerprint.ToLowerInvariant() }, PowerCommand.Status)).Fault);
        var fault = (await AskAsync(Route with { Fingerprint = new string('0', 64) }, PowerCommand.Status)).Fault;
        Assert.StartsWith(
            $"{_bmc.Url} shows the certificate {_bmc.Fingerprint.ToLowerInvariant()}, which attribute power.fingerprint does not name", fault,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_in_the_way_is_named()
    {
        _bmc.Systems = ["/redfish/v1/Systems/a", "/redfish/v1/Systems/b"];
        Assert.Equal($"{_bmc.Url}: it has 2 systems: set attribute power.machine to one of a, b", (await AskAsync(Route, PowerCommand.Status)).Fault);
        Assert.Equal(
            $"{_bmc.Url} has no /redfish/v1/Systems/a: is a Redfish service there?", (await AskAsync(Route with { System = "a" }, PowerCommand.Status)).Fault);
        _bmc.Broken = "503 Service Unavailable";
        Assert.Equal($"{_bmc.Url} refuses with HTTP 503: The service is not itself", (await AskAsync(Route, PowerCommand.Status)).Fault);
        _bmc.Broken = "302 Found\r\nLocation: http://127.0.0.1:1/";
        Assert.StartsWith($"{_bmc.Url} refuses with HTTP 302", (await AskAsync(Route, PowerCommand.Status)).Fault, StringComparison.Ordinal);
        var plain = new UriBuilder(_bmc.Url) { Scheme = "http" }.Uri;
        Assert.StartsWith("http://127.0.0.1:", (await AskAsync(Route with { Service = plain }, PowerCommand.Status)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_answers_the_sentence_says_so()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var fault = (await AskAsync(Route with { Service = new Uri($"https://{taken.LocalEndPoint}") }, PowerCommand.Status)).Fault;
        Assert.StartsWith($"no Redfish service answers at https://{taken.LocalEndPoint} (Connection refused)", fault, StringComparison.Ordinal);
    }

    private static Task<PowerAnswer> AskAsync(PowerRoute.Redfish route, PowerCommand command) =>
        RedfishClient.DoAsync(route, command, TestContext.Current.CancellationToken);
}

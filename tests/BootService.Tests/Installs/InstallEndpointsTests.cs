using System.Net;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Tests.Installs;

public sealed class InstallEndpointsTests : IAsyncLifetime
{
    private FrontendUnderTest _frontend = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Secret => _frontend.Attempt.Secret;

    public async ValueTask InitializeAsync()
    {
        _frontend = await FrontendUnderTest.StartAsync(Cancel);
        await _frontend.FillAsync();
        await _frontend.ArmAsync();
    }

    public ValueTask DisposeAsync() => _frontend.DisposeAsync();

    [Fact]
    public async Task A_node_fetches_its_kickstart_reports_its_stages_and_flips_its_action()
    {
        Assert.Equal("the kickstart\n", await _frontend.Node.GetStringAsync($"/install/ks/{Secret}", Cancel));
        Assert.Equal(AttemptState.Fetched, _frontend.Attempt.State);
        await _frontend.Node.GetStringAsync($"/install/stage/{Secret}/post", Cancel);
        Assert.Equal((AttemptState.Installing, "post"), (_frontend.Attempt.State, _frontend.Attempt.LastStep));
        Assert.Equal(BootAction.Install, _frontend.Action);

        Assert.Equal("Staged\n", await _frontend.Node.GetStringAsync($"/install/done/{Secret}", Cancel));
        Assert.Equal(BootAction.Os, _frontend.Action);
        Assert.Equal("Staged\n", await _frontend.Node.GetStringAsync($"/install/done/{Secret}", Cancel));
        await _frontend.Node.GetStringAsync($"/install/stage/{Secret}/confirmed", Cancel);
        Assert.Equal(AttemptState.Confirmed, _frontend.Attempt.State);
    }

    [Fact]
    public async Task Done_is_believed_after_a_restart_and_the_kickstart_is_still_there()
    {
        var secret = Secret;
        await _frontend.Node.GetStringAsync($"/install/ks/{secret}", Cancel);
        _frontend = await _frontend.RestartAsync(Cancel);
        Assert.Equal("the kickstart\n", await _frontend.Node.GetStringAsync($"/install/ks/{secret}", Cancel));
        _frontend = await _frontend.RestartAsync(Cancel);
        await _frontend.Node.GetStringAsync($"/install/done/{secret}", Cancel);
        _frontend = await _frontend.RestartAsync(Cancel);
        Assert.Equal((AttemptState.Staged, BootAction.Os), (_frontend.Attempt.State, _frontend.Action));
    }

    [Theory]
    [InlineData("/install/ks/")]
    [InlineData("/install/done/")]
    [InlineData("/install/failed/")]
    public async Task A_secret_that_was_replaced_opens_nothing(string path)
    {
        var old = Secret;
        await _frontend.ArmAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await _frontend.Node.GetAsync(path + old, Cancel)).StatusCode);
        Assert.Equal(AttemptState.Armed, _frontend.Attempt.State);
    }

    [Fact]
    public async Task A_secret_belongs_to_the_address_that_used_it_first()
    {
        await _frontend.Desk.SignalAsync(_frontend.Attempt, new AttemptSignal.KickstartFetched(Ipv4.Parse("10.1.255.254")), Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, (await _frontend.Node.GetAsync($"/install/ks/{Secret}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _frontend.Node.GetAsync($"/install/done/{Secret}", Cancel)).StatusCode);
        Assert.Equal(BootAction.Install, _frontend.Action);
    }

    [Fact]
    public async Task A_kickstart_is_not_given_out_once_the_install_is_over()
    {
        await _frontend.Node.GetStringAsync($"/install/done/{Secret}", Cancel);
        Assert.Equal(HttpStatusCode.Gone, (await _frontend.Node.GetAsync($"/install/ks/{Secret}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_failure_keeps_what_the_node_said_on_one_line()
    {
        await _frontend.Node.GetStringAsync($"/install/ks/{Secret}", Cancel);
        await _frontend.Node.PostAsync($"/install/failed/{Secret}", new StringContent("no disk\u001b[2J\nreally"), Cancel);
        Assert.Equal((AttemptState.Failed, "no disk [2J really"), (_frontend.Attempt.State, _frontend.Attempt.Why));
        Assert.Equal(BootAction.Os, _frontend.Action);
    }

    [Fact]
    public async Task The_end_of_a_failed_scripts_log_is_kept_with_the_attempt_without_its_secrets()
    {
        await _frontend.ChangeAsync(_ => [new Change.AttributeWritten(AttributeOwner.Global, AttributeName.Parse("password"), new AttributeValue("hunter2", Shadow: true, FrontendUnderTest.Noon))]);
        await _frontend.Node.GetStringAsync($"/install/ks/{Secret}", Cancel);
        var log = new string('x', 5000) + $"\r\n\u001b[31mcurl -u root:hunter2 /install/ks/{Secret}\nno route to host\n";
        await _frontend.Node.PostAsync($"/install/stage/{Secret}/pre-failed?what=site:3:1", new StringContent(log[^3500..]), Cancel);
        Assert.EndsWith("curl -u root:******** /install/ks/********\nno route to host", _frontend.Attempt.Log, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', _frontend.Attempt.Log!);
        Assert.InRange(_frontend.Attempt.Log!.Length, 1, InstallAttempt.MostLog);
        Assert.Equal(AttemptState.Installing, _frontend.Attempt.State);
        _frontend = await _frontend.RestartAsync(Cancel);
        Assert.EndsWith("no route to host", _frontend.Attempt.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("%00")]
    [InlineData("01234567890123456789012345678901234567890")]
    public async Task A_stage_is_a_word(string stage)
    {
        var answer = await _frontend.Node.GetAsync($"/install/stage/{Secret}/{Uri.EscapeDataString(stage)}", Cancel);
        Assert.False(answer.IsSuccessStatusCode);
        Assert.Equal(AttemptState.Armed, _frontend.Attempt.State);
    }

    [Fact]
    public async Task Stackis_own_addresses_know_the_machine_by_its_address_and_card()
    {
        await _frontend.ChangeAsync(inventory =>
        [
            new Change.HostSet(inventory.HostOf(FrontendUnderTest.Name)! with { Interfaces = [new HostInterface("eth0", FrontendUnderTest.Mac, Ipv4.Parse("127.0.0.1"), null, IsDefault: true)] }),
        ]);
        var liar = new HttpRequestMessage(HttpMethod.Get, "/install/sbin/kickstart.cgi?arch=x86_64&np=1") { Headers = { { "X-RHN-Provisioning-MAC-0", "eth0 02:00:00:00:00:09" } } };
        Assert.Equal(HttpStatusCode.NotFound, (await _frontend.Node.SendAsync(liar, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _frontend.Node.GetAsync("/install/sbin/public/setPxeboot.cgi", Cancel)).StatusCode);

        var node = new HttpRequestMessage(HttpMethod.Get, "/install/sbin/kickstart.cgi?arch=x86_64&np=1") { Headers = { { "X-RHN-Provisioning-MAC-0", "eth0 52:54:00:00:01:00" } } };
        Assert.Equal("the kickstart\n", await (await _frontend.Node.SendAsync(node, Cancel)).Content.ReadAsStringAsync(Cancel));
        await _frontend.Node.GetStringAsync("/install/sbin/public/setPxeboot.cgi", Cancel);
        Assert.Equal(BootAction.Os, _frontend.Action);
    }
}

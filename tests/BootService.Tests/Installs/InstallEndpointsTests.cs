using System.Net;
using BootService.Core.Attributes;
using BootService.Core.Events;
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
    public async Task Every_file_of_a_profile_is_given_by_its_name_and_what_is_not_there_is_missed_at_once()
    {
        var head = await _frontend.Node.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/install/answer/{Secret}/ks"), Cancel);
        Assert.Equal((HttpStatusCode.OK, 14L), (head.StatusCode, head.Content.Headers.ContentLength));
        var missing = await _frontend.Node.GetAsync($"/install/answer/{Secret}/vendor-data", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(AttemptState.Armed, _frontend.Attempt.State);
        Assert.Equal("the kickstart\n", await _frontend.Node.GetStringAsync($"/install/answer/{Secret}/ks", Cancel));
        Assert.Equal(AttemptState.Fetched, _frontend.Attempt.State);
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
    public async Task A_secret_opens_nothing_from_another_address_not_even_first()
    {
        using var thief = _frontend.At("127.0.0.2");
        foreach (var path in new[] { "ks/", "done/", "failed/", "stage/" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await thief.GetAsync($"/install/{path}{Secret}{(path == "stage/" ? "/post" : "")}", Cancel)).StatusCode);
        }

        Assert.Equal(AttemptState.Armed, _frontend.Attempt.State);
        await _frontend.Node.GetStringAsync($"/install/ks/{Secret}", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, (await thief.GetAsync($"/install/done/{Secret}", Cancel)).StatusCode);
        Assert.Equal((AttemptState.Fetched, BootAction.Install), (_frontend.Attempt.State, _frontend.Action));
    }

    [Fact]
    public async Task A_secret_that_comes_with_the_cards_of_another_machine_opens_nothing()
    {
        var liar = new HttpRequestMessage(HttpMethod.Get, $"/install/ks/{Secret}") { Headers = { { "X-RHN-Provisioning-MAC-0", "eth0 02:00:00:00:00:09" } } };
        Assert.Equal(HttpStatusCode.Forbidden, (await _frontend.Node.SendAsync(liar, Cancel)).StatusCode);
        var node = new HttpRequestMessage(
            HttpMethod.Get, $"/install/ks/{Secret}")
        {
            Headers =
                { { "X-RHN-Provisioning-MAC-0", "eth0 02:00:00:00:00:09" }, { "X-RHN-Provisioning-MAC-1", "eth1 52:54:00:00:01:00" } }
        };
        Assert.Equal(HttpStatusCode.OK, (await _frontend.Node.SendAsync(node, Cancel)).StatusCode);
        Assert.Contains(await SecretEventsAsync(1), told => EventSentences.Why(told)!.Contains("02:00:00:00:00:09", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_uses_a_secret_that_is_not_its_own_is_told_of_once_a_minute_however_often_it_tries()
    {
        using var thief = _frontend.At("127.0.0.2");
        await _frontend.ChangeAsync(
            _ => [new Change.HostSet(
                new Host(
                    HostName.Parse("backend-0-1"), "backend", 0,
                    1) { Interfaces = [new HostInterface("eth0", new MacAddress(2), Ipv4.Parse("127.0.0.2"), null, IsDefault: true)] })]);
        for (var tries = 0; tries < 50; tries++)
        {
            await thief.GetAsync($"/install/ks/{Secret}", Cancel);
            await thief.GetAsync($"/install/ks/{Secret[..^1]}x", Cancel);
            await thief.GetAsync("/install/sbin/kickstart.cgi", Cancel);
        }

        var told = await SecretEventsAsync(2);
        Assert.Equal(2, told.Length);
        Assert.Contains(
            told, one => one.Host == "backend-0-0"
                && EventSentences.Why(one) == "the secret was used from 127.0.0.2 (backend-0-1) and belongs to backend-0-0, which has 127.0.0.1");
        Assert.Contains(
            told, one => one.Address == Ipv4.Parse("127.0.0.2")
                && EventSentences.Why(one) == "127.0.0.2 (backend-0-1) used a secret that no install has; its host may have been armed anew");
        Assert.All(told, one => Assert.DoesNotContain(Secret, one.ToString(), StringComparison.Ordinal));
        _frontend.Time.Advance(TimeSpan.FromSeconds(61));
        await thief.GetAsync($"/install/done/{Secret}", Cancel);
        Assert.Equal(3, (await SecretEventsAsync(3)).Length);
    }

    [Fact]
    public async Task Once_the_installed_system_has_confirmed_itself_its_secret_opens_nothing_more()
    {
        await _frontend.Node.GetStringAsync($"/install/ks/{Secret}", Cancel);
        await _frontend.Node.GetStringAsync($"/install/done/{Secret}", Cancel);
        await _frontend.Node.GetStringAsync($"/install/stage/{Secret}/confirmed", Cancel);
        var after = _frontend.Attempt;
        foreach (var path in new[] { $"ks/{Secret}", $"done/{Secret}", $"failed/{Secret}", $"stage/{Secret}/post" })
        {
            Assert.Equal(HttpStatusCode.Gone, (await _frontend.Node.GetAsync($"/install/{path}", Cancel)).StatusCode);
        }

        Assert.Equal("Confirmed\n", await _frontend.Node.GetStringAsync($"/install/stage/{Secret}/confirmed", Cancel));
        Assert.Equal((after, BootAction.Os), (_frontend.Attempt, _frontend.Action));
    }

    [Fact]
    public async Task A_kickstart_is_not_given_out_once_the_install_is_over()
    {
        await _frontend.Node.GetStringAsync($"/install/done/{Secret}", Cancel);
        Assert.Equal(HttpStatusCode.Gone, (await _frontend.Node.GetAsync($"/install/ks/{Secret}", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("done", "this install is Staged")]
    [InlineData("os", "this install is Cancelled")]
    [InlineData("install", "this install is superseded")]
    public async Task A_kickstart_does_not_leave_when_its_install_ends_while_the_request_waits(string end, string answered)
    {
        var attempt = _frontend.Attempt;
        _frontend.Meanwhile = () => end switch
        {
            "done" => _frontend.Progress.SignalAsync(attempt, new AttemptSignal.Done(), Cancel),
            "os" => _frontend.ChangeAsync(inventory => [.. Arming.Os(inventory, inventory.HostOf(FrontendUnderTest.Name)!, FrontendUnderTest.Noon)]),
            _ => _frontend.ArmAsync(),
        };
        var answer = await _frontend.Node.GetAsync($"/install/ks/{attempt.Secret}", Cancel);
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.StartsWith(answered, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
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
    public async Task A_failure_whose_log_is_too_long_to_be_taken_is_a_failure_all_the_same()
    {
        await _frontend.Node.GetStringAsync($"/install/ks/{Secret}", Cancel);
        await _frontend.Node.PostAsync($"/install/failed/{Secret}?why=no%20disk", new ByteArrayContent(new byte[100_000]), Cancel);
        Assert.Equal((AttemptState.Failed, "no disk"), (_frontend.Attempt.State, _frontend.Attempt.Why));
    }

    [Fact]
    public async Task The_end_of_a_failed_scripts_log_is_kept_with_the_attempt_without_its_secrets()
    {
        await _frontend.ChangeAsync(
            _ => [new Change.AttributeWritten(
                AttributeOwner.Global, AttributeName.Parse("password"), new AttributeValue("hunter2", Shadow: true, FrontendUnderTest.Noon))]);
        await _frontend.Node.GetStringAsync($"/install/ks/{Secret}", Cancel);
        var log = new string('x', 5000) + $"\r\n\u001b[31mcurl -u root:hunter2 /install/ks/{Secret}\nno route to host\n";
        await _frontend.Node.PostAsync($"/install/stage/{Secret}/pre-failed?what=site:3:1", new StringContent(log[^3500..]), Cancel);
        Assert.EndsWith("curl -u root:******** /install/ks/********\nno route to host", _frontend.Attempt.Log, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', _frontend.Attempt.Log!);
        Assert.InRange(_frontend.Attempt.Log!.Length, 1, InstallAttempt.MostLog);
        Assert.Equal(AttemptState.Installing, _frontend.Attempt.State);
        await _frontend.Events.SettleAsync(Cancel);
        Assert.Equal(
            "the script at line 3 of site.xml ended with exit code 1; its log ends: no route to host",
            EventSentences.Why(Assert.Single(_frontend.Events.Recent("backend-0-0"), one => one.Name == "pre-failed")));
        _frontend = await _frontend.RestartAsync(Cancel);
        Assert.EndsWith("no route to host", _frontend.Attempt.Log, StringComparison.Ordinal);
    }

    // That a loader was told where its installer is, is noted when its answer is out: no kernel boots as fast as a test asks.
    private static async Task<string> KickstartAsync(HttpClient root)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            using var answer = await root.SendAsync(Installer(), limit.Token);
            if (answer.IsSuccessStatusCode)
            {
                return await answer.Content.ReadAsStringAsync(limit.Token);
            }

            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task<BootEvent[]> SecretEventsAsync(int least)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            BootEvent[] told =
                [.. new[] { null, "backend-0-0", "backend-0-1" }.SelectMany(host => _frontend.Events.Recent(host))
                    .Where(one => one.Message is BootMessage.Secret)];
            if (told.Length >= least)
            {
                return told;
            }

            await timer.WaitForNextTickAsync(limit.Token);
        }
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
        var liar = new HttpRequestMessage(
            HttpMethod.Get, "/install/sbin/kickstart.cgi?arch=x86_64&np=1")
        { Headers = { { "X-RHN-Provisioning-MAC-0", "eth0 02:00:00:00:00:09" } } };
        Assert.Equal(HttpStatusCode.NotFound, (await _frontend.Node.SendAsync(liar, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _frontend.Node.GetAsync("/install/sbin/public/setPxeboot.cgi", Cancel)).StatusCode);

        _frontend.SwitchOn();
        await _frontend.Node.GetStringAsync(Configuration, Cancel);
        using var root = _frontend.At("127.0.0.1", Random.Shared.Next(600, 1000));
        Assert.Equal("the kickstart\n", await KickstartAsync(root));
        await _frontend.Node.GetStringAsync("/install/sbin/public/setPxeboot.cgi", Cancel);
        Assert.Equal(BootAction.Os, _frontend.Action);
    }

    [Fact]
    public async Task A_user_of_the_running_system_gets_no_kickstart_by_his_machines_address_and_ends_no_install()
    {
        string[] kickstarts = ["kickstart.cgi", "profile.cgi", "public/kickstart.cgi", "public/profile.cgi"];
        using var root = _frontend.At("127.0.0.1", Random.Shared.Next(600, 1000));

        // Before the machine is switched on not even root there is believed; on its way nobody but root is, with whatever header he sends.
        Assert.Equal(HttpStatusCode.NotFound, (await root.SendAsync(Installer(), Cancel)).StatusCode);
        await AssertRefusedAsync(kickstarts);
        _frontend.SwitchOn();
        Assert.Equal(HttpStatusCode.NotFound, (await root.SendAsync(Installer(), Cancel)).StatusCode);
        await _frontend.Node.GetStringAsync(Configuration, Cancel);
        await AssertRefusedAsync(kickstarts);
        Assert.Equal(HttpStatusCode.NotFound, (await _frontend.Node.GetAsync("/install/sbin/public/setPxeboot.cgi", Cancel)).StatusCode);
        Assert.Equal((BootAction.Install, true), (_frontend.Action, _frontend.Attempt.MayInstall));
        Assert.NotEmpty(await SecretEventsAsync(1));
    }

    [Theory]
    [InlineData("pxelinux.cfg/01-52-54-00-00-01-00")]
    [InlineData("pxelinux.cfg/7F000001")]
    [InlineData("grub/grub.cfg-01-52-54-00-00-01-00")]
    [InlineData("ipxe/01-52-54-00-00-01-00.ipxe")]
    public async Task A_loader_is_told_the_secret_only_after_its_firmware_asked_since_the_host_was_armed(string name)
    {
        Assert.DoesNotContain(Secret, await _frontend.Node.GetStringAsync("/install/boot/" + name, Cancel), StringComparison.Ordinal);
        _frontend.SwitchOn();
        Assert.Contains(Secret, await _frontend.Node.GetStringAsync("/install/boot/" + name, Cancel), StringComparison.Ordinal);
        await _frontend.ArmAsync();
        Assert.DoesNotContain(Secret, await _frontend.Node.GetStringAsync("/install/boot/" + name, Cancel), StringComparison.Ordinal);
        _frontend.SwitchOn();
        _frontend.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.DoesNotContain(Secret, await _frontend.Node.GetStringAsync("/install/boot/" + name, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_was_on_its_way_boots_on_after_a_restart()
    {
        _frontend.SwitchOn();
        await HandOutsAsync(() => _frontend.Attempt.WasMet);
        _frontend = await _frontend.RestartAsync(Cancel);
        Assert.Contains(Secret, await _frontend.Node.GetStringAsync(Configuration, Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pxelinux.cfg/01-52-54-00-00-01-00")]
    [InlineData("grub/grub.cfg-01-52-54-00-00-01-00")]
    [InlineData("ipxe/01-52-54-00-00-01-00.ipxe")]
    public async Task Only_a_configuration_that_was_given_out_counts(string name)
    {
        _frontend.SwitchOn();
        foreach (var method in new[] { HttpMethod.Head, HttpMethod.Post, HttpMethod.Options, HttpMethod.Put, HttpMethod.Delete })
        {
            var answer = await _frontend.Node.SendAsync(new HttpRequestMessage(method, "/install/boot/" + name), Cancel);
            Assert.Equal(method == HttpMethod.Head ? HttpStatusCode.OK : HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        }

        using var thief = _frontend.At("127.0.0.2");
        Assert.Equal(HttpStatusCode.Forbidden, (await thief.GetAsync("/install/boot/" + name, Cancel)).StatusCode);
        await HandOutsAsync(() => _frontend.Attempt.WasMet);
        Assert.Equal((AttemptState.Armed, 0), (_frontend.Attempt.State, _frontend.Attempt.Handouts));
        await _frontend.Node.GetStringAsync("/install/boot/" + name, Cancel);
        await HandOutsAsync(() => _frontend.Attempt.State is AttemptState.Offered);
        Assert.Equal(1, _frontend.Attempt.Handouts);
    }

    [Fact]
    public async Task A_look_at_a_report_reports_nothing()
    {
        await _frontend.Node.GetStringAsync($"/install/ks/{Secret}", Cancel);
        foreach (var path in new[] { "done/", "failed/", "stage/" })
        {
            var look = new HttpRequestMessage(HttpMethod.Head, $"/install/{path}{Secret}{(path == "stage/" ? "/post" : "")}");
            Assert.Equal(HttpStatusCode.OK, (await _frontend.Node.SendAsync(look, Cancel)).StatusCode);
        }

        Assert.Equal((AttemptState.Fetched, BootAction.Install), (_frontend.Attempt.State, _frontend.Action));
    }

    private const string Configuration = "/install/boot/pxelinux.cfg/01-52-54-00-00-01-00";

    private static HttpRequestMessage Installer(string name = "kickstart.cgi") =>
        new(HttpMethod.Get, $"/install/sbin/{name}?arch=x86_64&np=1") { Headers = { { "X-RHN-Provisioning-MAC-0", "eth0 52:54:00:00:01:00" } } };

    private async Task AssertRefusedAsync(string[] names)
    {
        foreach (var name in names)
        {
            var answer = await _frontend.Node.SendAsync(Installer(name), Cancel);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain("the kickstart\n", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
    }

    /// <summary>What is told behind an answer is kept soon.</summary>
    private static async Task HandOutsAsync(Func<bool> isKept)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!isKept())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}

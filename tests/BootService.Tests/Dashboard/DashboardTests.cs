using System.Runtime.CompilerServices;
using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Reasons;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Tests.Dashboard;

/// <summary>The page in Chromium. Pictures of it are left in artifacts/dashboard, for people to look at.</summary>
public sealed class DashboardTests : IAsyncLifetime
{
    private const string Enter = "\uE007";
    private const string Escape = "\uE00C";

    private AdminSite _site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await AdminSite.StartAsync(Cancel);
        for (var number = 0; number < 14; number++)
        {
            var name = $"backend-{number / 7}-{number % 7}";
            await _site.TypeAsync($"add host {name}");
            await _site.TypeAsync($"add host interface {name} interface=eth0 mac=52:54:00:00:05:{number:x2} ip=127.0.9.{number + 1}");
        }

        await FillAsync();
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task The_failing_come_first_and_the_page_is_live_without_a_login()
    {
        await using var browser = await OpenAsync(dark: false, 1280, 860);
        Assert.Equal("Rack 1", (await browser.RunAsync("return document.querySelector('.rack h2').firstChild.textContent")).GetString());
        Assert.Equal("backend-1-2", (await browser.RunAsync("return document.querySelector('.node a').textContent")).GetString());
        await browser.ShootAsync(Picture("desktop-light"));
        await _site.SignalAsync("backend-0-2", new AttemptSignal.HandedOut(), new AttemptSignal.Broke("no disk was found"));
        Say("backend-0-2", BootStage.Installer, BootOutcome.Failed, "failed", "no disk was found");
        await browser.UntilAsync("document.querySelectorAll('.node.bad').length === 3");
        Assert.Equal("Log in", (await browser.RunAsync("return document.getElementById('account').textContent")).GetString());
        Assert.True((await browser.RunAsync("return document.querySelector('.node input').disabled")).GetBoolean());
        Assert.Empty(await browser.ComplaintsAsync());
    }

    [Fact]
    public async Task Whoever_logs_in_arms_cancels_and_simulates_with_the_keyboard_alone()
    {
        var key = await _site.TypeAsync("add token me role=admin");
        await using var browser = await OpenAsync(dark: true, 1280, 860);
        await browser.RunAsync("document.getElementById('account').focus()");
        await browser.KeysAsync(Enter);
        await browser.UntilAsync("document.activeElement.id === 'key'");
        await browser.KeysAsync("bst_nonsense" + Enter);
        await browser.UntilAsync("document.querySelector('.wrong').textContent.includes('opens nothing')");
        await browser.RunAsync("document.getElementById('key').value = ''");
        await browser.KeysAsync(key + Enter);
        await browser.UntilAsync("document.getElementById('account').textContent === 'Log out me' && document.querySelector('.node')");

        await browser.KeysAsync("/backend-0-6");
        await browser.UntilAsync("document.querySelectorAll('.node').length === 1");
        await browser.RunAsync("document.querySelector('.node a').focus()");
        await browser.KeysAsync(Enter);
        await browser.UntilAsync("document.querySelector('#detail h2').textContent === 'backend-0-6'");
        await PressAsync(browser, "Install");
        await browser.UntilAsync("document.getElementById('confirm').open");
        await browser.RunAsync("document.querySelector('#confirm .danger').focus()");
        await browser.KeysAsync(Enter);
        await browser.UntilAsync("document.querySelector('#detail .state').textContent === 'waiting'");
        Assert.Equal(BootAction.Install, Host("backend-0-6").Action);
        await PressAsync(browser, "Cancel");
        await browser.UntilAsync("document.querySelector('#detail .state').textContent === 'idle'");
        Assert.Equal(BootAction.Os, Host("backend-0-6").Action);
        await PressAsync(browser, "Simulate");
        await browser.UntilAsync("document.querySelector('#rehearsal').textContent.includes('PASS')");
        await browser.KeysAsync(Escape);
        await browser.UntilAsync("document.getElementById('detail').hidden");
        Assert.Equal("backend-0-6", (await browser.RunAsync("return document.activeElement.textContent")).GetString());
        Assert.All(await browser.ComplaintsAsync(), complaint => Assert.Contains("401", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Power_is_switched_from_the_page_and_nothing_that_runs_is_cut_off_unasked()
    {
        var done = Path.Combine(_site.Folder, "done");
        var program = Path.Combine(Directory.CreateDirectory(_site.Settings.Power.Commands).FullName, "rack");
        await File.WriteAllTextAsync(
            program, $"#!/bin/sh\n[ $1 != status ] || {{ [ -s {done} ] && echo on || echo off; exit; }}\necho \"$POWER_HOST $1\" >> {done}\n", Cancel);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await _site.TypeAsync("set host attr backend-0-6 attr=power.command value=rack");
        var key = await _site.TypeAsync("add token me role=admin");
        await using var browser = await OpenAsync(dark: false, 1280, 860);
        await LogInAsync(browser, key);
        await browser.RunAsync("location.hash = 'backend-0-6'");
        await browser.UntilAsync("document.querySelector('#detail h2')?.textContent === 'backend-0-6'");

        await PressAsync(browser, "Power on");
        await browser.UntilAsync("document.getElementById('said').textContent === 'backend-0-6: switched on'");
        await PressAsync(browser, "Reset");
        await browser.UntilAsync("document.getElementById('confirm').open");
        await browser.ShootAsync(Picture("reset"));
        await browser.KeysAsync(Escape);
        await browser.UntilAsync("!document.getElementById('confirm').open");
        Assert.Equal("backend-0-6 on\n", await File.ReadAllTextAsync(done, Cancel));

        await PressAsync(browser, "Reset");
        await browser.ClickAsync("#confirm .danger");
        await browser.UntilAsync("document.getElementById('said').textContent === 'backend-0-6: reset'");
        Assert.Equal("backend-0-6 on\nbackend-0-6 reset\n", await File.ReadAllTextAsync(done, Cancel));

        await browser.RunAsync("location.hash = 'backend-0-5'");
        await browser.UntilAsync("document.querySelector('#detail h2').textContent === 'backend-0-5'");
        await PressAsync(browser, "Power on");
        await browser.UntilAsync("document.getElementById('said').className === 'bad' && document.getElementById('said').textContent.includes('power.method')");
        await browser.ShootAsync(Picture("no-switch"));
        Assert.Empty(await browser.ComplaintsAsync());
    }

    [Theory]
    [InlineData("#detail [data-hold=Simulate]")]
    [InlineData("#detail h2")]
    [InlineData("#nodes [data-hold='link backend-1-3']")]
    [InlineData("#tally [data-hold=failing]")]
    public async Task What_the_keyboard_holds_it_holds_still_when_news_come_in(string selector)
    {
        var key = await _site.TypeAsync("add token me role=admin");
        await using var browser = await OpenAsync(dark: false, 1280, 860);
        await LogInAsync(browser, key);
        await browser.RunAsync("location.hash = 'backend-1-2'");
        await browser.UntilAsync("document.querySelectorAll('#detail .line li').length > 5");
        await browser.RunAsync($"window.held = document.querySelector(\"{selector}\"); window.held.focus()");
        Say("backend-1-2", BootStage.Installer, BootOutcome.Ok, "stage packages", "the packages are next");
        await browser.UntilAsync("!window.held.isConnected");
        await browser.UntilAsync($"document.activeElement === document.querySelector(\"{selector}\")");
    }

    [Fact]
    public async Task More_than_ten_are_installed_only_by_whoever_types_how_many()
    {
        await _site.TypeAsync("set host boot backend action=os");
        var key = await _site.TypeAsync("add token me role=admin");
        await using var browser = await OpenAsync(dark: false, 1280, 860);
        await LogInAsync(browser, key);
        await browser.RunAsync("document.querySelectorAll('.node input').forEach(box => box.click())");
        await browser.ShootAsync(Picture("chosen"));
        await browser.ClickAsync("#chosen [data-do=install]");
        await browser.KeysAsync("13" + Enter);
        Assert.True((await browser.RunAsync("return document.getElementById('confirm').open")).GetBoolean());
        await browser.RunAsync("document.getElementById('number').value = ''; document.getElementById('number').focus()");
        await browser.ShootAsync(Picture("confirm"));
        await browser.KeysAsync("14" + Enter);
        await browser.UntilAsync("document.querySelectorAll('.node.wait').length === 14");
        Assert.All(_site.Appliance.Current.HostsInOrder(), host => Assert.Equal(BootAction.Install, host.Action));
    }

    [Theory]
    [InlineData("phone", 390, 844, false)]
    [InlineData("phone", 390, 844, true)]
    [InlineData("desktop", 1440, 900, false)]
    [InlineData("desktop", 1440, 900, true)]
    public async Task It_fits_the_screen_by_day_and_by_night(string screen, int width, int height, bool dark)
    {
        await using var browser = await OpenAsync(dark, width, height, phone: screen == "phone");
        var light = dark ? "dark" : "light";
        Assert.Equal(dark, (await browser.RunAsync("return matchMedia('(prefers-color-scheme: dark)').matches")).GetBoolean());
        Assert.Equal(0, (await browser.RunAsync("return document.documentElement.scrollWidth - innerWidth")).GetInt32());
        await browser.ShootAsync(Picture($"{screen}-{light}"));
        await browser.RunAsync("location.hash = 'backend-1-2'");
        await browser.UntilAsync("document.querySelectorAll('#detail .line li').length > 5");
        Assert.Equal(0, (await browser.RunAsync("return document.documentElement.scrollWidth - innerWidth")).GetInt32());
        Assert.True(
            (await browser.RunAsync("return [...document.querySelectorAll('.track i')].every(bar => bar.getBoundingClientRect().width >= 1)")).GetBoolean());
        await browser.ShootAsync(Picture($"{screen}-{light}-node"));
        Assert.Empty(await browser.ComplaintsAsync());
    }

    private async Task<Browser> OpenAsync(bool dark, int width, int height, bool phone = false)
    {
        var browser = await Browser.StartAsync(dark, Cancel);
        await browser.SizeAsync(width, height, phone);
        await browser.GoAsync(new Uri(_site.Tls, "/dashboard"));
        await browser.UntilAsync("document.querySelectorAll('.node').length === 14 && document.getElementById('live').className === 'on'");
        return browser;
    }

    private static async Task LogInAsync(Browser browser, string key)
    {
        await browser.RunAsync(
            $"document.getElementById('login').showModal(); document.getElementById('key').value = '{key}'; document.querySelector('#login "
                + "form').requestSubmit()");
        await browser.UntilAsync("document.getElementById('account').textContent === 'Log out me' && document.querySelector('.node')");
    }

    private static async Task PressAsync(Browser browser, string word)
    {
        await browser.RunAsync($"[...document.querySelectorAll('.acts button')].find(button => button.textContent === '{word}').focus()");
        await browser.KeysAsync(Enter);
    }

    private Host Host(string name) => _site.Appliance.Current.HostOf(HostName.Parse(name))!;

    private async Task FillAsync()
    {
        await _site.TypeAsync("set host boot backend-0-[0-5] action=install");
        await _site.TypeAsync("set host boot backend-1-[0-5] action=install");
        AttemptSignal fetched = new AttemptSignal.KickstartFetched(
            Ipv4.Parse("127.0.9.1")), handed = new AttemptSignal.HandedOut(), done = new AttemptSignal.Done();
        await _site.SignalAsync("backend-0-0", handed, fetched, done, new AttemptSignal.Up());
        await _site.SignalAsync("backend-0-1", handed, fetched, done);
        await _site.SignalAsync("backend-0-3", handed, fetched, new AttemptSignal.StageReached("post"));
        await _site.SignalAsync("backend-0-4", handed, fetched);
        await _site.SignalAsync("backend-0-5", handed);
        await _site.SignalAsync("backend-1-0", handed, fetched, done, new AttemptSignal.Up());
        await _site.SignalAsync("backend-1-1", handed, fetched, done, new AttemptSignal.Up());
        await _site.SignalAsync(
            "backend-1-2", handed, fetched, new AttemptSignal.StageReached("pre"),
            new AttemptSignal.Broke(
                "the script at line 14 of extend-backend.xml ended with exit code 1",
                "== extend-backend:14\nInstalling zookeeper\ncurl: (22) The requested URL returned error: 404 Not Found\nextend-backend: no package "
                    + "zookeeper-server"));
        await _site.SignalAsync("backend-1-3", handed, fetched, new AttemptSignal.StageReached("post"), new AttemptSignal.Broke("the disk is full"));
        var at = TimeProvider.System.GetUtcNow().AddSeconds(1);
        foreach (var (seconds, stage, what, bytes, why) in new (double, BootStage, string, long, string?)[]
        {
            (0, BootStage.Dhcp, "OFFER", 0, null), (1.1, BootStage.Dhcp, "ACK", 0, null), (1.4, BootStage.Tftp, "pxelinux.0", 42_444, null),
            (1.6, BootStage.Tftp, "ldlinux.c32", 119_524, null),
            (1.9, BootStage.Configuration, "pxelinux.cfg/01-52-54-00-00-05-09", 312, null), (2.2, BootStage.Tftp, "kernels/CentOS/vmlinuz", 4_152_336, null),
            (9.4, BootStage.Tftp, "kernels/CentOS/initrd.img", 38_212_144, null), (31, BootStage.Kickstart, "kickstart", 21_012, null),
            (33, BootStage.Installer, "pre", 0, null),
        })
        {
            Post("backend-1-2", at.AddSeconds(seconds), stage, BootOutcome.Ok, what, why, bytes);
        }

        Post("backend-1-2", at.AddSeconds(61), BootStage.Installer, BootOutcome.Failed, "failed",
            "the script at line 14 of extend-backend.xml ended with exit code 1; its log ends: extend-backend: no package zookeeper-server", 0);
    }

    private void Say(string host, BootStage stage, BootOutcome outcome, string what, string why) =>
        Post(host, TimeProvider.System.GetUtcNow(), stage, outcome, what, why, 0);

    private void Post(string host, DateTimeOffset at, BootStage stage, BootOutcome outcome, string what, string? why, long bytes) =>
        _site.Events.Post(new BootEvent(at, Host(host).Primary!.Mac!.Value, stage, outcome, Message(stage, outcome, what))
        {
            Name = stage is BootStage.Dhcp ? null : what,
            Told = stage is BootStage.Configuration ? BootTold.Install : stage is BootStage.Dhcp ? BootTold.Loader : BootTold.Nothing,
            Host = host,
            Attempt = _site.Appliance.Current.AttemptOf(HostName.Parse(host))!.Id,
            Reason = why is null ? null : new BootReason.Said(why),
            Bytes = bytes,
            Took = TimeSpan.FromMilliseconds(3),
        });

    private static BootMessage Message(BootStage stage, BootOutcome outcome, string what) => stage switch
    {
        BootStage.Dhcp => what == "OFFER" ? BootMessage.Offer : BootMessage.Ack,
        BootStage.Tftp => BootFileRole.Of(what),
        BootStage.Configuration => BootMessage.Configuration,
        BootStage.Kickstart => BootMessage.Kickstart,
        _ => outcome is BootOutcome.Ok ? BootMessage.StageReached : BootMessage.InstallFailed,
    };

    private static string Picture(string name, [CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../artifacts/dashboard"));
        return Path.Combine(Directory.CreateDirectory(root).FullName, name + ".png");
    }
}

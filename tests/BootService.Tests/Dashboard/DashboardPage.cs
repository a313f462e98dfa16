using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Reasons;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using BootService.Tests.Architecture;

namespace BootService.Tests.Dashboard;

/// <summary>The page of a site with nodes in every state, and Chromium that looks at it. Pictures are left in artifacts/dashboard, to be looked at.</summary>
internal sealed class DashboardPage : IAsyncDisposable
{
    public const string Enter = "\uE007";
    public const string Escape = "\uE00C";

    private readonly CancellationToken _cancel;

    private DashboardPage(AdminSite site, CancellationToken cancel) => (Site, _cancel) = (site, cancel);

    public AdminSite Site { get; }

    /// <summary>A site of so many nodes; the first fourteen, in racks 0 and 1, stand in all the ways there are.</summary>
    public static async Task<DashboardPage> StartAsync(int nodes, CancellationToken cancel)
    {
        var page = new DashboardPage(await AdminSite.StartAsync(cancel), cancel);
        await page.Site.CommitAsync([new Change.NetworkSet(new Network("private", Ipv4Network.Parse("127.0.0.0/16")))]);
        for (var number = 0; number < Math.Min(nodes, 14); number++)
        {
            var name = $"backend-{number / 7}-{number % 7}";
            await page.Site.TypeAsync($"add host {name}");
            await page.Site.TypeAsync($"add host interface {name} interface=eth0 mac=52:54:00:00:05:{number:x2} ip=127.0.9.{number + 1}");
        }

        if (nodes > 0)
        {
            await page.FillAsync();
        }

        await page.Site.CommitAsync(Enumerable.Range(14, Math.Max(0, nodes - 14)).Select(number => new Change.HostSet(Plain(number))));
        return page;
    }

    private static Host Plain(int number)
    {
        var (rack, rank) = (2 + (number / 40), number % 40);
        var address = Ipv4.Parse($"127.0.{16 + (number / 250)}.{1 + (number % 250)}");
        return new Host(HostName.Parse($"backend-{rack}-{rank}"), "backend", rack, rank)
        {
            Interfaces = [new HostInterface("eth0", new MacAddress(0x525400100000 + (ulong)number), address, "private", IsDefault: true)],
        };
    }

    /// <summary>Opens the page and waits until it is live.</summary>
    public async Task<Browser> OpenAsync(bool dark, int width, int height, bool phone = false, string at = "")
    {
        var browser = await Browser.StartAsync(dark, _cancel);
        await browser.SizeAsync(width, height, phone);
        await browser.GoAsync(new Uri(Site.Tls, "/dashboard" + at));
        await browser.UntilAsync("document.getElementById('live').className === 'on'");
        return browser;
    }

    public async Task LogInAsync(Browser browser, string name = "me")
    {
        var key = await Site.TypeAsync($"add token {name} role=admin");
        await EnterAsync(browser, key);
        await browser.UntilAsync(
            $"document.getElementById('visitor').textContent === '{name}' && document.getElementById('live').className === 'on'");
    }

    public static Task EnterAsync(Browser browser, string key) => browser.RunAsync(
        $"document.getElementById('login').showModal(); document.getElementById('key').value = '{key}'; "
            + "document.querySelector('#login form').requestSubmit()");

    /// <summary>Presses a button that shows a word, by the keyboard.</summary>
    public static async Task PressAsync(Browser browser, string word)
    {
        var find = $"[...document.querySelectorAll('button')].find(one => one.textContent === '{word}' && one.offsetParent && !one.disabled)";
        await browser.UntilAsync(find);
        await browser.RunAsync($"{find}.focus()");
        await browser.KeysAsync(Enter);
    }

    public Host Host(string name) => Site.Appliance.Current.HostOf(HostName.Parse(name))!;

    public void Say(string host, BootStage stage, BootOutcome outcome, string what, string? why) =>
        Post(host, TimeProvider.System.GetUtcNow(), stage, outcome, what, why, 0);

    /// <summary>A machine that nobody knows asks, and gets nothing.</summary>
    public void Stranger(string mac) => Site.Events.Post(
        new BootEvent(TimeProvider.System.GetUtcNow(), MacAddress.Parse(mac), BootStage.Dhcp, BootOutcome.Refused, BootMessage.Offer)
        {
            Reason = new BootReason.Said("it is no host of ours"),
        });

    private async Task FillAsync()
    {
        await Site.TypeAsync("set host boot backend-0-[0-5] action=install");
        await Site.TypeAsync("set host boot backend-1-[0-5] action=install");
        AttemptSignal fetched = new AttemptSignal.KickstartFetched(
            Ipv4.Parse("127.0.9.1")), handed = new AttemptSignal.HandedOut(), done = new AttemptSignal.Done();
        await Site.SignalAsync("backend-0-0", handed, fetched, done, new AttemptSignal.Up());
        await Site.SignalAsync("backend-0-1", handed, fetched, done);
        await Site.SignalAsync("backend-0-3", handed, fetched, new AttemptSignal.StageReached("post"));
        await Site.SignalAsync("backend-0-4", handed, fetched);
        await Site.SignalAsync("backend-0-5", handed);
        await Site.SignalAsync("backend-1-0", handed, fetched, done, new AttemptSignal.Up());
        await Site.SignalAsync("backend-1-1", handed, fetched, done, new AttemptSignal.Up());
        await Site.SignalAsync(
            "backend-1-2", handed, fetched, new AttemptSignal.StageReached("pre"),
            new AttemptSignal.Broke(
                "the script at line 14 of extend-backend.xml ended with exit code 1",
                "== extend-backend:14\nInstalling zookeeper\ncurl: (22) The requested URL returned error: 404 Not Found\nextend-backend: no package "
                    + "zookeeper-server"));
        await Site.SignalAsync("backend-1-3", handed, fetched, new AttemptSignal.StageReached("post"), new AttemptSignal.Broke("the disk is full"));
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

    public void Post(string host, DateTimeOffset at, BootStage stage, BootOutcome outcome, string what, string? why, long bytes) =>
        Site.Events.Post(new BootEvent(at, Host(host).Primary!.Mac!.Value, stage, outcome, Message(stage, outcome, what))
        {
            Name = stage is BootStage.Dhcp ? null : what,
            Told = stage is BootStage.Configuration ? BootTold.Install : stage is BootStage.Dhcp ? BootTold.Loader : BootTold.Nothing,
            Host = host,
            Attempt = Site.Appliance.Current.AttemptOf(HostName.Parse(host))?.Id ?? 0,
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

    /// <summary>Where a picture goes.</summary>
    public static string Picture(string name) => Path.Combine(Directory.CreateDirectory(SourceTree.Path("artifacts", "dashboard")).FullName, name + ".png");

    /// <summary>Takes a picture that the documents show; it replaces theirs with <c>UPDATE_GOLDEN=1</c>.</summary>
    public static Task ShootForDocumentsAsync(Browser browser, string name) => browser.ShootAsync(
        Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1"
            ? Path.Combine(Directory.CreateDirectory(SourceTree.Path("docs", "images")).FullName, name + ".png")
            : Picture(name));

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}

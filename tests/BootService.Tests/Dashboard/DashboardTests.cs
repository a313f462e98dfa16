using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Protocols.Road;
using BootService.Tests.Architecture;
using Xunit;

namespace BootService.Tests.Dashboard;

/// <summary>The nodes of the page in Chromium.</summary>
public sealed class DashboardTests : IAsyncLifetime
{
    private DashboardPage _page = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _page = await DashboardPage.StartAsync(14, Cancel);

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public async Task What_needs_a_look_comes_first_and_the_page_is_live_without_a_login()
    {
        await using var browser = await _page.OpenAsync(dark: false, 1280, 860);
        Assert.Equal("Needs a look", (await browser.RunAsync("return document.querySelector('.rack h2').firstChild.textContent")).GetString());
        Assert.Equal("backend-1-2", (await browser.RunAsync("return document.querySelector('.node a').textContent")).GetString());
        Assert.StartsWith("(2 failing) ", (await browser.RunAsync("return document.title")).GetString(), StringComparison.Ordinal);
        await browser.RunAsync("window.kept = [...document.querySelectorAll('.node')].find(one => one.dataset.name === 'backend-0-1')");
        await _page.Site.SignalAsync("backend-0-2", new AttemptSignal.HandedOut(), new AttemptSignal.Broke("no disk was found"));
        _page.Say("backend-0-2", BootStage.Installer, BootOutcome.Failed, "failed", "no disk was found");
        await browser.UntilAsync("document.title.startsWith('(3 failing) ')");
        await browser.UntilAsync("new Set([...document.querySelectorAll('.node.bad')].map(one => one.dataset.name)).size === 3");
        Assert.True((await browser.RunAsync("return window.kept.isConnected")).GetBoolean());
        Assert.Equal("looking only", (await browser.RunAsync("return document.getElementById('visitor').textContent")).GetString());
        Assert.True((await browser.RunAsync("return [...document.querySelectorAll('.node input')].every(one => one.hidden)")).GetBoolean());
        Assert.Empty(await browser.ComplaintsAsync());
    }

    [Theory]
    [InlineData("backend-0-[0-3]", 4)]
    [InlineData("backend-0-[", 7)]
    [InlineData("127.0.9.1", 6)]
    [InlineData("127.0.9.0/29", 7)]
    [InlineData("52:54:00:00:05:0", 14)]
    [InlineData("05:0d", 1)]
    [InlineData("rack1", 7)]
    [InlineData("failing", 2)]
    [InlineData("rack1 up", 2)]
    [InlineData("disk is full", 1)]
    [InlineData("nowhere", 0)]
    public async Task Nodes_are_found_by_name_range_address_card_rack_and_state(string words, int found)
    {
        await using var browser = await _page.OpenAsync(dark: false, 1280, 2400, at: $"#/nodes?q={Uri.EscapeDataString(words)}");
        await browser.UntilAsync($"new Set([...document.querySelectorAll('.node')].map(one => one.dataset.name)).size === {found}");
        Assert.Equal(words, (await browser.RunAsync("return document.getElementById('search').value")).GetString());
    }

    [Fact]
    public async Task What_is_looked_at_stands_in_the_address_and_comes_back_from_it()
    {
        await using var browser = await _page.OpenAsync(dark: false, 1280, 860);
        await browser.ClickAsync("#tally [data-key=failing]");
        await browser.KeysAsync("/disk");
        await browser.ClickAsync("[data-view=table]");
        await browser.UntilAsync("document.querySelectorAll('#nodes .windowed [role=row]').length === 1");
        var at = (await browser.RunAsync("return location.hash")).GetString()!;
        Assert.Equal("#/nodes?state=failing&q=disk&view=table", at);
        await browser.RunAsync("localStorage.clear()");
        await browser.GoAsync(new Uri(_page.Site.Tls, "/dashboard?again" + at));
        await browser.UntilAsync("document.querySelectorAll('#nodes .windowed [role=row]').length === 1");
        await browser.ClickAsync("#nodes .cell.is-host a");
        await browser.UntilAsync("document.querySelector('#other h1')?.textContent === 'backend-1-3'");
        await browser.ClickAsync("#other .back");
        await browser.UntilAsync("document.querySelectorAll('#nodes .windowed [role=row]').length === 1");
        Assert.Equal(at, (await browser.RunAsync("return location.hash")).GetString());
    }

    [Fact]
    public async Task Whoever_logs_in_arms_cancels_and_simulates_with_the_keyboard_alone()
    {
        var key = await _page.Site.TypeAsync("add token me role=admin");
        await using var browser = await _page.OpenAsync(dark: true, 1280, 860);
        await browser.RunAsync("document.getElementById('account').focus()");
        await browser.KeysAsync(DashboardPage.Enter);
        await browser.UntilAsync("document.activeElement.id === 'key'");
        await browser.KeysAsync("bst_nonsense" + DashboardPage.Enter);
        await browser.UntilAsync("document.querySelector('.wrong').textContent.includes('removed or mistyped')");
        await browser.RunAsync("document.getElementById('key').value = ''");
        await browser.KeysAsync(key + DashboardPage.Enter);
        await browser.UntilAsync("document.getElementById('visitor').textContent === 'me' && document.querySelector('.node')");

        await browser.KeysAsync("/backend-0-6");
        await browser.UntilAsync("document.querySelectorAll('.node').length === 1");
        await browser.RunAsync("document.getElementById('search').blur()");
        await browser.KeysAsync("j" + DashboardPage.Enter);
        await browser.UntilAsync("document.querySelector('#other h1')?.textContent === 'backend-0-6'");
        await DashboardPage.PressAsync(browser, "Install");
        await browser.UntilAsync("document.getElementById('confirm').open");
        await browser.RunAsync("document.querySelector('#confirm .danger').focus()");
        await browser.KeysAsync(DashboardPage.Enter);
        await browser.UntilAsync("document.querySelector('#standing .state').textContent === 'waiting'");
        Assert.Equal(BootAction.Install, _page.Host("backend-0-6").Action);
        await DashboardPage.PressAsync(browser, "Cancel");
        await browser.UntilAsync("document.querySelector('#standing .state').textContent === 'idle'");
        Assert.Equal(BootAction.Os, _page.Host("backend-0-6").Action);
        await DashboardPage.PressAsync(browser, "Simulate");
        await browser.UntilAsync("document.querySelector('#rehearsal')?.textContent.includes('PASS')");
        await browser.RunAsync("document.activeElement.blur()");
        await browser.KeysAsync(DashboardPage.Escape);
        await browser.UntilAsync("document.getElementById('other').hidden && document.querySelectorAll('.node').length === 1");
        Assert.All(await browser.ComplaintsAsync(), complaint => Assert.Contains("401", complaint, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("#/host/backend-1-2", "#other [data-hold=Simulate]")]
    [InlineData("#/host/backend-1-2/attempts", "#other .attempts a")]
    [InlineData("", "#nodes [data-name=backend-1-3] a")]
    [InlineData("", "#tally [data-key=failing]")]
    public async Task What_the_keyboard_holds_it_holds_still_when_news_come_in(string at, string selector)
    {
        await using var browser = await _page.OpenAsync(dark: false, 1280, 860);
        await _page.LogInAsync(browser);
        await browser.RunAsync($"location.hash = '{at}'");
        await browser.UntilAsync($"document.querySelector('{selector}')?.offsetParent && !document.querySelector('{selector}').disabled");
        await browser.RunAsync($"document.querySelector('{selector}').focus()");
        await _page.Site.SignalAsync("backend-1-5", new AttemptSignal.HandedOut());
        await _page.Site.SignalAsync("backend-0-4", new AttemptSignal.Broke("the disk went away"));
        _page.Say("backend-1-2", BootStage.Installer, BootOutcome.Ok, "stage packages", "the packages are next");
        await browser.UntilAsync("document.title.startsWith('(3 failing) ')");
        await browser.UntilAsync($"document.activeElement === document.querySelector('{selector}')");
    }

    [Fact]
    public async Task More_than_ten_are_installed_only_by_whoever_types_how_many()
    {
        await _page.Site.TypeAsync("set host boot backend action=os");
        await using var browser = await _page.OpenAsync(dark: false, 1280, 860);
        await _page.LogInAsync(browser);
        await browser.ClickAsync("#all");
        await browser.UntilAsync("document.getElementById('count').textContent === '14 chosen'");
        await browser.ShootAsync(DashboardPage.Picture("chosen"));
        await browser.ClickAsync("#chosen [data-do=install]");
        await browser.KeysAsync("13" + DashboardPage.Enter);
        Assert.True((await browser.RunAsync("return document.getElementById('confirm').open")).GetBoolean());
        await browser.RunAsync("document.getElementById('number').value = ''; document.getElementById('number').focus()");
        await browser.ShootAsync(DashboardPage.Picture("confirm"));
        await browser.KeysAsync("14" + DashboardPage.Enter);
        await browser.UntilAsync("document.querySelectorAll('.node.wait').length === 14");
        Assert.All(_page.Site.Appliance.Current.HostsInOrder(), host => Assert.Equal(BootAction.Install, host.Action));
        Assert.True((await browser.RunAsync("return document.getElementById('chosen').hidden")).GetBoolean());
    }

    [Fact]
    public async Task A_rack_is_chosen_at_once_and_a_range_with_shift()
    {
        await using var browser = await _page.OpenAsync(dark: false, 1280, 2400);
        await _page.LogInAsync(browser);
        await browser.RunAsync("[...document.querySelectorAll('.rack button')].find(one => one.ariaLabel === 'Choose Rack 1').click()");
        await browser.UntilAsync("document.getElementById('count').textContent === '7 chosen'");
        await browser.ClickAsync("#chosen [data-do=none]");
        await browser.RunAsync(
            """
            const box = name => [...document.querySelectorAll(`[data-name=${name}] input`)].at(-1);
            box('backend-0-1').click();
            box('backend-0-4').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true }));
            """);
        await browser.UntilAsync("document.getElementById('count').textContent === '4 chosen'");
    }

    [Fact]
    public async Task The_documents_show_it()
    {
        await using var browser = await _page.OpenAsync(dark: false, 1280, 800);
        await DashboardPage.ShootForDocumentsAsync(browser, "dashboard");
        await browser.RunAsync("location.hash = '/host/backend-1-2'");
        await browser.UntilAsync("document.querySelector('.nic') && document.querySelector('#other .line li.bad')");
        await browser.SizeAsync(1280, 1000);
        await DashboardPage.ShootForDocumentsAsync(browser, "node");
        string[] documents = [SourceTree.Path("README.md"), .. Directory.EnumerateFiles(SourceTree.Path("docs"), "*.md")];
        foreach (var document in documents)
        {
            foreach (var link in (await File.ReadAllTextAsync(document, Cancel)).Split("](").Skip(1).Select(rest => rest.Split(')', '#')[0]))
            {
                var file = Path.GetFullPath(link, Path.GetDirectoryName(document)!);
                Assert.True(link.Length == 0 || link.Contains("://", StringComparison.Ordinal) || Path.Exists(file), $"{document} leads to {link}");
            }
        }
    }

    [Theory]
    [InlineData("phone", 390, 844, false)]
    [InlineData("phone", 390, 844, true)]
    [InlineData("desktop", 1440, 900, false)]
    [InlineData("desktop", 1440, 900, true)]
    public async Task It_fits_the_screen_by_day_and_by_night(string screen, int width, int height, bool dark)
    {
        await using var browser = await _page.OpenAsync(dark, width, height, phone: screen == "phone");
        var light = dark ? "dark" : "light";
        Assert.Equal(dark, (await browser.RunAsync("return matchMedia('(prefers-color-scheme: dark)').matches")).GetBoolean());
        Assert.Equal(0, (await browser.RunAsync("return document.documentElement.scrollWidth - innerWidth")).GetInt32());
        await browser.ShootAsync(DashboardPage.Picture($"{screen}-{light}"));
        await browser.ClickAsync("[data-view=table]");
        Assert.Equal(0, (await browser.RunAsync("return document.documentElement.scrollWidth - innerWidth")).GetInt32());
        await browser.ShootAsync(DashboardPage.Picture($"{screen}-{light}-table"));
        foreach (var view in new[] { "host/backend-1-2", "unknown", "networks", "pallets", "changes", "tokens", "report" })
        {
            await browser.RunAsync($"location.hash = '/{view}'");
            await browser.UntilAsync("document.querySelector('#other h1') && document.readyState === 'complete'");
            await browser.UntilAsync("document.querySelector('#other :is(.line li, table, .empty, article)')");
            Assert.Equal(0, (await browser.RunAsync("return document.documentElement.scrollWidth - innerWidth")).GetInt32());
            await browser.ShootAsync(DashboardPage.Picture($"{screen}-{light}-{view.Split('/')[0]}"));
        }

        Assert.Empty(await browser.ComplaintsAsync());
    }
}

using System.Net.Http.Json;
using BootService.Core.Hosts;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Tests.Dashboard;

/// <summary>The views of the page beside its nodes, and who may do what there, in Chromium.</summary>
public sealed class SiteViewTests : IAsyncLifetime
{
    private DashboardPage _page = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _page = await DashboardPage.StartAsync(0, Cancel);

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public async Task A_machine_that_nobody_knows_is_seen_and_added()
    {
        await using var browser = await _page.OpenAsync(dark: false, 1280, 860);
        await browser.UntilAsync("document.getElementById('nodes').innerText.includes('There are no nodes yet')");
        await _page.LogInAsync(browser);
        await browser.RunAsync("location.hash = '/unknown'");
        await browser.UntilAsync("document.querySelector('#other .empty')");
        _page.Stranger("52:54:00:aa:bb:cc");
        await browser.UntilAsync("document.querySelector('#other td code')?.textContent === '52:54:00:aa:bb:cc'");
        await browser.ShootAsync(DashboardPage.Picture("unknown"));
        await DashboardPage.PressAsync(browser, "Add");
        await browser.UntilAsync("document.activeElement.value === 'backend-0-0'");
        await browser.KeysAsync(DashboardPage.Enter);
        await browser.UntilAsync("document.querySelector('#other .empty')");
        var host = _page.Host("backend-0-0");
        Assert.Equal(MacAddress.Parse("52:54:00:aa:bb:cc"), host.Primary!.Mac);
        Assert.NotNull(host.Address);
        Assert.Empty(await browser.ComplaintsAsync());
    }

    [Fact]
    public async Task Discovery_is_switched_on_and_off()
    {
        await using var browser = await _page.OpenAsync(dark: false, 1280, 860);
        await _page.LogInAsync(browser);
        await browser.RunAsync("location.hash = '/unknown'");
        await DashboardPage.PressAsync(browser, "Switch discovery on");
        await browser.UntilAsync("document.getElementById('other').innerText.includes('discovery is on')");
        Assert.NotNull(Discovery.Of(_page.Site.Appliance.Current));
        await DashboardPage.PressAsync(browser, "Switch discovery off");
        await browser.UntilAsync("document.getElementById('other').innerText.includes('discovery is off')");
        Assert.Null(Discovery.Of(_page.Site.Appliance.Current));
    }

    [Fact]
    public async Task A_change_is_taken_back()
    {
        // What the daemon does by itself is not taken back: somebody must have typed it.
        using var client = _page.Site.SocketClient();
        await client.PostAsJsonAsync("/v1/commands/add.host", new { args = new[] { "backend-0-0" } }, Cancel);
        await client.PostAsJsonAsync("/v1/commands/set.host.attr", new { args = new[] { "backend-0-0", "attr=site.colour", "value=red" } }, Cancel);
        await using var browser = await _page.OpenAsync(dark: false, 1280, 860);
        await _page.LogInAsync(browser);
        await browser.RunAsync("location.hash = '/changes'");
        await browser.UntilAsync("document.querySelectorAll('#other article').length >= 3");
        await browser.ShootAsync(DashboardPage.Picture("changes"));
        await browser.RunAsync(
            "[...document.querySelectorAll('article')].find(one => one.innerText.includes('site.colour')).querySelector('button').click()");
        await browser.ClickAsync("#confirm .danger");
        await browser.UntilAsync("document.getElementById('said').textContent.includes('is undone: set host attr')");
        Assert.Null(_page.Site.Appliance.Current.AttributesOf(_page.Host("backend-0-0")).Find(Core.Attributes.AttributeName.Parse("site.colour")));
        await browser.UntilAsync("document.querySelector('#other .changes').innerText.includes('undone by change')");
    }

    [Fact]
    public async Task A_token_is_made_shown_once_and_removed()
    {
        await using var browser = await _page.OpenAsync(dark: false, 1280, 860);
        await _page.LogInAsync(browser);
        await browser.RunAsync("location.hash = '/tokens'");
        await browser.UntilAsync("document.querySelector('#other form input')");
        await browser.RunAsync("document.querySelector('#other form input').focus()");
        await browser.KeysAsync("wall" + DashboardPage.Enter);
        await browser.UntilAsync("document.querySelector('.key code')?.textContent.startsWith('bst_')");
        await browser.ShootAsync(DashboardPage.Picture("tokens"));
        Assert.Contains("wall", _page.Site.Appliance.Current.Tokens.Keys);
        await browser.RunAsync("[...document.querySelectorAll('#other tr')].find(one => one.innerText.includes('wall')).querySelector('button').click()");
        await browser.ClickAsync("#confirm .danger");
        await browser.UntilAsync("![...document.querySelectorAll('#other tr')].some(one => one.innerText.includes('wall'))");
        Assert.DoesNotContain("wall", _page.Site.Appliance.Current.Tokens.Keys);
    }

    [Fact]
    public async Task A_reader_has_a_name_and_a_way_out_and_is_told_when_the_token_is_gone()
    {
        var key = await _page.Site.TypeAsync("add token wall");
        await using var browser = await _page.OpenAsync(dark: false, 1280, 860);
        await DashboardPage.EnterAsync(browser, key);
        await browser.UntilAsync("document.getElementById('visitor').textContent === 'wall (may look)' && document.getElementById('live').className === 'on'");
        Assert.Equal("Log out", (await browser.RunAsync("return document.getElementById('account').textContent")).GetString());
        await _page.Site.TypeAsync("remove token wall");
        await browser.UntilAsync("document.getElementById('login').open && document.querySelector('.wrong').textContent.includes('removed')");
        await browser.ShootAsync(DashboardPage.Picture("login"));
    }

    [Fact]
    public async Task A_token_that_has_ended_is_told_when_it_did()
    {
        var key = await _page.Site.TypeAsync("add token old days=0");
        await using var browser = await _page.OpenAsync(dark: false, 1280, 860);
        await DashboardPage.EnterAsync(browser, key);
        await browser.UntilAsync("document.querySelector('.wrong').textContent.includes('token old ended at')");
    }
}

using Xunit;

namespace BootService.Tests.Dashboard;

/// <summary>A host's own page in Chromium.</summary>
public sealed class HostPageTests : IAsyncLifetime
{
    private DashboardPage _page = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _page = await DashboardPage.StartAsync(14, Cancel);

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public async Task It_shows_cards_attributes_with_where_they_come_from_attempts_log_and_changes()
    {
        await _page.Site.TypeAsync("set host attr backend-1-2 attr=site.colour value=red");
        await _page.Site.TypeAsync("set attr attr=site.colour value=blue");
        await using var browser = await _page.OpenAsync(dark: false, 1440, 1000, at: "#/host/backend-1-2");
        await browser.UntilAsync("document.querySelector('.nic')?.innerText.includes('52:54:00:00:05:09')");
        await browser.UntilAsync("document.querySelector('#other .line li.bad')");
        Assert.Equal(
            "the script at line 14 of extend-backend.xml ended with exit code 1",
            (await browser.RunAsync("return document.getElementById('why').textContent")).GetString());
        await browser.ShootAsync(DashboardPage.Picture("host-boot"));
        await TabAsync(browser, "Attributes", "[...document.querySelectorAll('.tab tr')].some(row => row.innerText.includes('site.colour'))");
        await browser.RunAsync("document.querySelector('.tab input').focus()");
        await browser.KeysAsync("colour");
        Assert.Equal(
            "site.colour red host global=blue",
            (await browser.RunAsync(
                """
                const cells = [...document.querySelector('.tab tbody tr:not([hidden])').cells].map(cell => cell.innerText);
                return [cells[0], cells[1], cells[2], cells[4]].join(' ');
                """)).GetString());
        await browser.ShootAsync(DashboardPage.Picture("host-attributes"));
        await TabAsync(browser, "Attempts", "document.querySelectorAll('.attempts li').length === 1 && document.querySelector('.tab .line li')");
        await browser.ShootAsync(DashboardPage.Picture("host-attempts"));
        await TabAsync(browser, "Log", "document.querySelector('.tab pre')?.textContent.includes('no package zookeeper-server')");
        await TabAsync(browser, "Changes", "document.querySelector('.tab .changes')?.innerText.includes('site.colour')");
        Assert.Equal("#/host/backend-1-2/changes", (await browser.RunAsync("return location.hash")).GetString());
        Assert.StartsWith("(2 failing) backend-1-2", (await browser.RunAsync("return document.title")).GetString(), StringComparison.Ordinal);
        Assert.Empty(await browser.ComplaintsAsync());
    }

    [Fact]
    public async Task The_timeline_begins_at_the_first_packet_and_folds_what_is_waiting()
    {
        await using var browser = await _page.OpenAsync(dark: false, 1440, 1000);
        var places = await browser.RunAsync(
            """
            const steps = [['admin', 0], ['dhcp', 7200], ['tftp', 7201], ['kernel', 7211], ['installer', 9011], ['done', 9021]];
            const rows = steps.map(([stage, at]) => ({ stage, time: new Date(1e12 + at * 1000).toISOString() }));
            return import('/dashboard/timeline.js').then(timeline => timeline.scale(rows));
            """);
        var rows = places.EnumerateArray().ToArray();
        Assert.True(rows[0].GetProperty("isBefore").GetBoolean());
        Assert.Equal(-7_200_000, rows[0].GetProperty("since").GetDouble());
        Assert.Equal((0, 0), (rows[1].GetProperty("from").GetDouble(), rows[1].GetProperty("until").GetDouble()));
        Assert.Equal([false, false, false, false, true, false], rows.Select(row => row.GetProperty("isFolded").GetBoolean()));
        Assert.Equal(1, rows[5].GetProperty("until").GetDouble(), 6);
        var (wait, last) = (rows[4], rows[5]);
        Assert.True(Length(wait) < Length(last), "half an hour of waiting is drawn shorter than ten seconds of work");
    }

    [Fact]
    public async Task A_host_that_is_removed_says_so_and_one_that_never_was_too()
    {
        await using var browser = await _page.OpenAsync(dark: false, 1280, 860, at: "#/host/backend-0-6");
        await browser.UntilAsync("document.querySelector('.nic')");
        await _page.Site.TypeAsync("remove host backend-0-6");
        await browser.UntilAsync("document.getElementById('other').innerText.includes('There is no host of this name')");
        await browser.RunAsync("location.hash = '/host/nobody'");
        await browser.UntilAsync("document.querySelector('#other h1')?.textContent === 'nobody'");
        Assert.Empty(await browser.ComplaintsAsync());
    }

    [Fact]
    public async Task Power_is_switched_from_the_page_and_nothing_that_runs_is_cut_off_unasked()
    {
        var done = Path.Combine(_page.Site.Folder, "done");
        var program = Path.Combine(Directory.CreateDirectory(_page.Site.Settings.Power.Commands).FullName, "rack");
        await File.WriteAllTextAsync(
            program, $"#!/bin/sh\n[ $1 != status ] || {{ [ -s {done} ] && echo on || echo off; exit; }}\necho \"$POWER_HOST $1\" >> {done}\n", Cancel);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await _page.Site.TypeAsync("set host attr backend-0-6 attr=power.command value=rack");
        await using var browser = await _page.OpenAsync(dark: false, 1280, 860);
        await _page.LogInAsync(browser);
        await browser.RunAsync("location.hash = '/host/backend-0-6'");
        await browser.UntilAsync("document.querySelector('#other h1')?.textContent === 'backend-0-6'");
        await browser.UntilAsync("document.querySelector('[data-keep=power] [role=status]').textContent.startsWith('off, by')");

        await DashboardPage.PressAsync(browser, "Power on");
        await browser.UntilAsync("document.getElementById('said').textContent === 'backend-0-6: switched on'");
        await DashboardPage.PressAsync(browser, "Reset");
        await browser.UntilAsync("document.getElementById('confirm').open");
        await browser.ShootAsync(DashboardPage.Picture("reset"));
        await browser.KeysAsync(DashboardPage.Escape);
        await browser.UntilAsync("!document.getElementById('confirm').open");
        Assert.Equal("backend-0-6 on\n", await File.ReadAllTextAsync(done, Cancel));

        await DashboardPage.PressAsync(browser, "Reset");
        await browser.ClickAsync("#confirm .danger");
        await browser.UntilAsync("document.getElementById('said').textContent === 'backend-0-6: reset'");
        Assert.Equal("backend-0-6 on\nbackend-0-6 reset\n", await File.ReadAllTextAsync(done, Cancel));

        await browser.RunAsync("location.hash = '/host/backend-0-5'");
        await browser.UntilAsync("document.querySelector('#other h1').textContent === 'backend-0-5'");
        await DashboardPage.PressAsync(browser, "Power on");
        await browser.UntilAsync("document.getElementById('said').className === 'bad' && document.getElementById('said').textContent.includes('power.method')");
        await browser.ShootAsync(DashboardPage.Picture("no-switch"));
        Assert.Empty(await browser.ComplaintsAsync());
    }

    private static double Length(System.Text.Json.JsonElement row) => row.GetProperty("until").GetDouble() - row.GetProperty("from").GetDouble();

    private static async Task TabAsync(Browser browser, string word, string shows)
    {
        await browser.RunAsync($"[...document.querySelectorAll('.tabs a')].find(one => one.textContent === '{word}').click()");
        await browser.UntilAsync(shows);
    }
}

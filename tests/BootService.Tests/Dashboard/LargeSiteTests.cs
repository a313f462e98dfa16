using System.Globalization;
using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Tests.Dashboard;

/// <summary>The page of ten thousand nodes: what is drawn, what is touched, what is asked for. Its figures are printed and held to nothing.</summary>
public sealed class LargeSiteTests : IAsyncLifetime
{
    private const int Nodes = 10_000;

    private DashboardPage _page = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _page = await DashboardPage.StartAsync(Nodes, Cancel);

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public async Task Only_what_is_on_the_screen_is_drawn_and_only_what_changes_is_touched()
    {
        await using var browser = await _page.OpenAsync(dark: false, 1440, 900);
        await browser.UntilAsync("document.querySelector('#tally [data-key=all] b').textContent === '10000'");
        Assert.InRange((await browser.RunAsync("return document.querySelectorAll('.node').length")).GetInt32(), 10, 200);
        await browser.ShootAsync(DashboardPage.Picture("large-cards"));
        await browser.RunAsync(
            """
            window.touched = new Set();
            const near = target => (target.closest ? target : target.parentElement).closest('[data-name]')?.dataset.name ?? target.id;
            new MutationObserver(all => all.forEach(one => touched.add(near(one.target))))
              .observe(document.getElementById('nodes'), { subtree: true, childList: true, characterData: true, attributes: true });
            performance.clearResourceTimings();
            """);
        await _page.Site.SignalAsync("backend-0-4", new AttemptSignal.StageReached("packages"));
        await _page.Site.TypeAsync("set host comment backend-200-3 comment=far");
        await browser.UntilAsync("[...document.querySelectorAll('.node p')].some(one => one.textContent === 'last step: packages')");
        Assert.Equal(["backend-0-4"], (await browser.RunAsync("return [...touched]")).EnumerateArray().Select(name => name.GetString()));
        var asked = (await browser.RunAsync("return performance.getEntriesByType('resource').map(one => new URL(one.name).pathname)")).EnumerateArray()
            .Select(path => path.GetString()!).ToArray();
        Assert.DoesNotContain(asked, path => path is "/v1/board" || path.EndsWith("/list.host", StringComparison.Ordinal)
            || path.EndsWith("/list.host.status", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_node_is_reached_by_scrolling_and_by_the_keyboard()
    {
        await using var browser = await _page.OpenAsync(dark: true, 1440, 900, at: "#/nodes?view=table");
        await browser.UntilAsync("document.querySelector('#tally [data-key=all] b').textContent === '10000'");
        await browser.ShootAsync(DashboardPage.Picture("large-table"));
        await browser.RunAsync("document.querySelector('#nodes .is-host a').focus()");
        await browser.KeysAsync(new string('j', 60));
        await browser.UntilAsync("document.activeElement.textContent === 'backend-3-20'");
        await browser.RunAsync("scrollTo(0, document.documentElement.scrollHeight)");
        await browser.UntilAsync("[...document.querySelectorAll('#nodes [data-name]')].some(one => one.dataset.name === 'backend-251-39')");
        Assert.Empty(await browser.ComplaintsAsync());
    }

    [Fact]
    public async Task Its_figures_are_told()
    {
        await using var browser = await _page.OpenAsync(dark: false, 1440, 900);
        await browser.GoAsync(new Uri(_page.Site.Tls, "/dashboard?again"));
        await browser.UntilAsync("document.querySelector('.node') && document.getElementById('live').className === 'on'");
        var paint = await browser.RunAsync(
            """
            const at = name => Math.round(performance.getEntriesByName(name)[0]?.startTime ?? -1);
            return [at('first-contentful-paint'), at('nodes drawn'), at('first-paint')];
            """);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var before = await MetricsAsync(browser);
        var host = _page.Site.Appliance.Current.HostsInOrder().Select(one => one.Name.ToString()).ToArray();
        for (var number = 0; number < 500; number++)
        {
            _page.Say(host[number % 10 is 0 ? 0 : number * 20 % host.Length], BootStage.Dhcp, BootOutcome.Ok, "OFFER", null);
            if (number % 5 == 0)
            {
                await _page.Site.SignalAsync("backend-0-4", new AttemptSignal.StageReached($"packages {number}"));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancel);
        }

        var (after, seconds) = (await MetricsAsync(browser), clock.Elapsed.TotalSeconds);
        var told = string.Create(CultureInfo.InvariantCulture,
            $"10,000 nodes: first paint {paint[2]} ms, first content {paint[0]} ms, nodes drawn {paint[1]} ms; main thread "
                + $"{(after - before) / seconds:P1} of {seconds:0.0} s with 500 events");
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        await File.WriteAllTextAsync(Path.ChangeExtension(DashboardPage.Picture("large"), ".txt"), told + "\n", Cancel);
        Assert.Empty(await browser.ComplaintsAsync());
    }

    /// <summary>The processor time of the page's main thread so far, in seconds.</summary>
    private static async Task<double> MetricsAsync(Browser browser)
    {
        await browser.DevToolsAsync("Performance.enable", ("timeDomain", "threadTicks"));
        var metrics = (await browser.DevToolsAsync("Performance.getMetrics")).GetProperty("metrics").EnumerateArray()
            .ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("value").GetDouble(), StringComparer.Ordinal);
        return metrics["TaskDuration"];
    }
}

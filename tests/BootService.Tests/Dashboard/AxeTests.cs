using System.Text.Json;
using Deque.AxeCore.Commons;
using Xunit;

namespace BootService.Tests.Dashboard;

/// <summary>What axe-core finds that keeps people from using the page: nothing, by day and by night, on desks and phones.</summary>
public sealed class AxeTests : IAsyncLifetime
{
    private static readonly string[] Views =
    [
        "nodes", "nodes?view=table", "host/backend-1-2", "host/backend-1-2/attempts", "host/backend-1-2/attributes", "host/backend-1-2/log",
        "host/backend-1-2/changes", "unknown", "networks", "pallets", "doctor", "changes", "tokens", "report",
    ];

    private DashboardPage _page = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _page = await DashboardPage.StartAsync(14, Cancel);

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(390, true)]
    public async Task Axe_finds_nothing(int width, bool dark)
    {
        _page.Stranger("52:54:00:aa:bb:cc");
        await using var browser = await _page.OpenAsync(dark, width, 900, phone: width < 500);
        await _page.LogInAsync(browser);
        await browser.BePatientAsync();
        var found = new List<string>();
        foreach (var view in Views)
        {
            await browser.RunAsync($"location.hash = '/{view}'");
            await browser.UntilAsync(
                "document.querySelector('main section:not([hidden]) :is(.node, .line li, table, .list, .empty, article, pre, [role=status])')");
            await browser.UntilAsync("!document.querySelector('.tab[aria-busy=true]')");
            found.AddRange((await LookAsync(browser)).Select(fault => $"{view}: {fault}"));
        }

        await browser.RunAsync("document.getElementById('login').showModal()");
        found.AddRange((await LookAsync(browser)).Select(fault => $"login: {fault}"));
        Assert.Empty(found);
    }

    private static async Task<string[]> LookAsync(Browser browser)
    {
        await browser.RunAsync("if (!window.axe) { " + new BundledAxeScriptProvider().GetScript() + " }");
        var found = await browser.RunAsync("return axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations)");
        return
        [
            .. found.EnumerateArray().SelectMany(fault => fault.GetProperty("nodes").EnumerateArray().Take(3).Select(
                node => $"{fault.GetProperty("id").GetString()} at {node.GetProperty("target")}: {Summary(node)}")),
        ];
    }

    private static string Summary(JsonElement node) => node.GetProperty("failureSummary").GetString()!.ReplaceLineEndings(" ");
}

using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace BootService.Tests.Dashboard;

/// <summary>Chromium, driven by WebDriver (W3C) over HTTP.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Switches =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
    ];

    private const int MostLooks = 12;

    private readonly Process _driver;
    private readonly HttpClient _http;
    private readonly CancellationToken _cancel;
    private string _session = "";

    private Browser(Process driver, int port, CancellationToken cancel)
    {
        (_driver, _cancel) = (driver, cancel);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(2) };
    }

    public static async Task<Browser> StartAsync(bool dark, CancellationToken cancel)
    {
        var driver = Process.Start(
            new ProcessStartInfo("chromedriver", "--port=0") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("chromedriver does not start");
        int? port = null;
        while (port is null && await driver.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            // "ChromeDriver was started successfully on port 41234."
            port = line.Contains("successfully on port ", StringComparison.Ordinal)
                && int.TryParse(line[(line.LastIndexOf(' ') + 1)..].TrimEnd('.'), out var said) ? said : null;
        }

        var browser = new Browser(driver, port ?? throw new InvalidOperationException("chromedriver names no port"), cancel);
        string[] switches = dark
            ? [.. Switches, "--force-dark-mode", "--blink-settings=preferredColorScheme=0"]
            : [.. Switches, "--blink-settings=preferredColorScheme=1"];
        var options = new Dictionary<string, object> { ["args"] = switches, ["binary"] = "/usr/bin/chromium" };
        var always = new Dictionary<string,
            object>
        {
            ["browserName"] = "chrome",
            ["acceptInsecureCerts"] = true,
            ["goog:chromeOptions"] = options,
            ["goog:loggingPrefs"] = new Dictionary<string, string> { ["browser"] = "ALL" }
        };
        var made = await browser.PostAsync("/session", new { capabilities = new { alwaysMatch = always } });
        browser._session = "/session/" + made.GetProperty("sessionId").GetString();
        await browser.PostAsync($"{browser._session}/timeouts", new { script = 2_000 });
        return browser;
    }

    public Task GoAsync(Uri page) => PostAsync($"{_session}/url", new { url = page.ToString() });

    /// <summary>The size of what the page sees, phones among it.</summary>
    public async Task SizeAsync(int width, int height, bool phone = false)
    {
        await PostAsync(
            $"{_session}/goog/cdp/execute",
            new { cmd = "Emulation.setDeviceMetricsOverride", @params = new { width, height, deviceScaleFactor = phone ? 2 : 1, mobile = phone } });
    }

    /// <summary>Asks Chromium's developer tools.</summary>
    public Task<JsonElement> DevToolsAsync(string command, params (string Name, object Value)[] parameters) =>
        PostAsync($"{_session}/goog/cdp/execute", new { cmd = command, @params = parameters.ToDictionary(one => one.Name, one => one.Value) });

    /// <summary>Lets scripts take longer than usual from now on.</summary>
    public Task BePatientAsync() => PostAsync($"{_session}/timeouts", new { script = 60_000 });

    /// <summary>Runs a function's body in the page.</summary>
    public async Task<JsonElement> RunAsync(string script) => await PostAsync($"{_session}/execute/sync", new { script, args = Array.Empty<object>() });

    /// <summary>Waits until an expression of the page is true.</summary>
    public async Task UntilAsync(string expression)
    {
        var script =
            $"const done = arguments[arguments.length - 1]; "
                + $"const look = () => {{ let good = false; try {{ good = Boolean({expression}); }} catch {{ }} "
                + "good ? done(true) : setTimeout(look, 20); }; look();";
        for (var look = 1; ; look++)
        {
            try
            {
                await PostAsync($"{_session}/execute/async", new { script, args = Array.Empty<object>() });
                return;
            }
            catch (InvalidOperationException) when (look < MostLooks)
            {
                // A page that is loaded anew ends the scripts of the old one.
                continue;
            }
            catch (InvalidOperationException late)
            {
                var page = await RunAsync("return document.body.innerText.slice(0, 600)");
                throw new InvalidOperationException(
                    $"{expression}: {late.Message}; the page says {page.GetString()} and complains {string.Join("; ", await ComplaintsAsync())}", late);
            }
        }
    }

    /// <summary>Presses keys where the focus is.</summary>
    public Task KeysAsync(string keys) => PostAsync($"{_session}/actions", new
    {
        actions = new[] { new { type = "key", id = "keyboard", actions = keys.SelectMany(
            key => new[] { new { type = "keyDown", value = key.ToString() }, new { type = "keyUp", value = key.ToString() } }).ToArray() } },
    });

    public async Task ClickAsync(string selector)
    {
        var found = await PostAsync($"{_session}/element", new { @using = "css selector", value = selector });
        await PostAsync($"{_session}/element/{found.EnumerateObject().First().Value.GetString()}/click", new { });
    }

    public async Task ShootAsync(string file)
    {
        var shot = await GetAsync($"{_session}/screenshot");
        await File.WriteAllBytesAsync(file, shot.GetBytesFromBase64(), _cancel);
    }

    /// <summary>What the page complained of: refused by its policy, not found, thrown.</summary>
    public async Task<string[]> ComplaintsAsync() =>
        [.. (await PostAsync($"{_session}/se/log", new { type = "browser" })).EnumerateArray()
            .Where(entry => entry.GetProperty("level").GetString() == "SEVERE").Select(entry => entry.GetProperty("message").GetString()!)];

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var ended = await _http.DeleteAsync(_session, CancellationToken.None);
        }
        catch (HttpRequestException)
        {
            // It has gone already.
        }

        _driver.Kill(entireProcessTree: true);
        await _driver.WaitForExitAsync(CancellationToken.None);
        _driver.Dispose();
        _http.Dispose();
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(path, content, _cancel);
        return await ValueAsync(answer);
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path, _cancel);
        return await ValueAsync(answer);
    }

    private async Task<JsonElement> ValueAsync(HttpResponseMessage answer)
    {
        var value = (await answer.Content.ReadFromJsonAsync<JsonElement>(_cancel)).GetProperty("value");
        return answer.IsSuccessStatusCode ? value : throw new InvalidOperationException(value.GetProperty("message").GetString());
    }
}

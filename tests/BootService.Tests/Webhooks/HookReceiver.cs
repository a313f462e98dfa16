using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BootService.Core.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BootService.Tests.Webhooks;

/// <summary>A message as it arrived, and whether its signature was right.</summary>
internal sealed record Received(string Path, string Id, string Body, bool IsSigned);

/// <summary>A receiver of webhooks on a port of loopback, which answers as the test wants and checks signatures as the specification says.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication _web;

    private HookReceiver(WebApplication web) => _web = web;

    /// <summary>What the sender signs with, as it was shown.</summary>
    public string Secret { get; } = Webhook.NewSecret();

    public ConcurrentQueue<Received> All { get; } = [];

    /// <summary>The status for a path.</summary>
    public ConcurrentDictionary<string, int> Statuses { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths that are never answered.</summary>
    public ConcurrentDictionary<string, bool> Hanging { get; } = new(StringComparer.Ordinal);

    public Uri Address => new(_web.Urls.Single());

    public static async Task<HookReceiver> StartAsync(CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var receiver = new HookReceiver(builder.Build());
        receiver._web.Run(receiver.TakeAsync);
        await receiver._web.StartAsync(cancel);
        return receiver;
    }

    public IEnumerable<Received> At(string path) => All.Where(received => received.Path == path);

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers;
        var (path, id, sent) = (context.Request.Path.Value!, headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        var right = "v1," + Convert.ToBase64String(
            HMACSHA256.HashData(Convert.FromBase64String(Secret[Webhook.Prefix.Length..]), Encoding.UTF8.GetBytes($"{id}.{sent}.{body}")));
        All.Enqueue(new Received(
            path, id, body,
            context.Request.Headers["webhook-signature"] == right && long.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out _)));
        if (Hanging.ContainsKey(path))
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        context.Response.StatusCode = Statuses.GetValueOrDefault(path, StatusCodes.Status204NoContent);
    }
}

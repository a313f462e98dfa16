using System.Globalization;
using System.Text;
using System.Text.Json;
using BootService.Core.Doctor;
using BootService.Core.Installs;
using BootService.Protocols.Net;

namespace BootService.Core.Webhooks;

/// <summary>Something that webhooks are told: its type, an id that is the same however often it is made, and its JSON.</summary>
/// <param name="Type">One of <see cref="WebhookTypes"/>.</param>
/// <param name="Id">The id.</param>
/// <param name="At">When it happened.</param>
/// <param name="Body">The JSON: type, timestamp, data.</param>
public sealed record WebhookMessage(string Type, string Id, DateTimeOffset At, string Body)
{
    /// <summary>That an install began or ended.</summary>
    /// <param name="turn">What it came to.</param>
    /// <param name="frontend">The name of the frontend.</param>
    /// <param name="now">When.</param>
    public static WebhookMessage Of(InstallTurn turn, string frontend, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var attempt = turn.Attempt;
        var type = turn switch
        {
            InstallTurn.Begun => WebhookTypes.Begun,
            InstallTurn.Done => WebhookTypes.Done,
            _ => WebhookTypes.Failed,
        };
        return Make(type, attempt.Id.ToString(CultureInfo.InvariantCulture), now, frontend, data =>
        {
            data.WriteString("host", attempt.Host.ToString());
            data.WriteNumber("attempt", attempt.Id);
            data.WriteString("state", attempt.State.ToString().ToLowerInvariant());
            if (attempt.Why is { } why)
            {
                data.WriteString("why", why);
            }

            if (turn is InstallTurn.Done { Took: var took })
            {
                data.WriteNumber("seconds", Math.Round(took.TotalSeconds, 1));
            }
        });
    }

    /// <summary>That a machine which is no host booted from the network.</summary>
    /// <param name="mac">Its card.</param>
    /// <param name="network">The name of the network it is on; null when it is none of ours.</param>
    /// <param name="frontend">The name of the frontend.</param>
    /// <param name="now">When.</param>
    public static WebhookMessage Unknown(MacAddress mac, string? network, string frontend, DateTimeOffset now) =>
        Make(WebhookTypes.Unknown, $"{mac}_{now.ToUnixTimeSeconds()}", now, frontend, data =>
        {
            data.WriteString("mac", mac.ToString());
            if (network is not null)
            {
                data.WriteString("network", network);
            }
        });

    /// <summary>That another DHCP server answers.</summary>
    /// <param name="seen">The server.</param>
    /// <param name="finding">What it means.</param>
    /// <param name="frontend">The name of the frontend.</param>
    public static WebhookMessage Rogue(SeenServer seen, Finding finding, string frontend)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(finding);
        return Make(WebhookTypes.Rogue, $"{seen.Interface}_{seen.Server.Address}_{seen.First.ToUnixTimeSeconds()}", seen.First, frontend, data =>
        {
            data.WriteString("interface", seen.Interface);
            data.WriteString("server", seen.Server.Address.ToString());
            if (!seen.Server.Mac.IsZero)
            {
                data.WriteString("mac", seen.Server.Mac.ToString());
            }

            data.WriteString("what", finding.Result);
            if (finding.Remedy is { } remedy)
            {
                data.WriteString("remedy", remedy);
            }
        });
    }

    /// <summary>That somebody tries whether it arrives.</summary>
    public static WebhookMessage Test(string by, string frontend, DateTimeOffset now) =>
        Make(WebhookTypes.Test, now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), now, frontend, data => data.WriteString("by", by));

    /// <summary>The message for a webhook.</summary>
    public WebhookDelivery To(string webhook, string frontend) => new(new DeliveryKey(webhook, Id), frontend, At, Body);

    private static WebhookMessage Make(string type, string id, DateTimeOffset at, string frontend, Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("timestamp", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteStartObject("data");
            json.WriteString("frontend", frontend);
            write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new WebhookMessage(type, $"msg_{type}_{id}", at, Encoding.UTF8.GetString(text.ToArray()));
    }
}

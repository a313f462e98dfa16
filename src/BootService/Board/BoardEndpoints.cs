using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using BootService.Core.Access;
using BootService.Core.Stores;

namespace BootService.Board;

/// <summary>
/// What the page is drawn from: <c>GET /v1/board</c> is all of it, <c>GET /v1/board/changes</c> a stream of what has changed since, a few times a second at
/// most and only the rows that differ. A stream that breaks off goes on where it was, by the id of its last event.
/// </summary>
internal sealed class BoardEndpoints(
    HostBoard board, BoardEar ear, CommandsUnderWay running, IAppliance appliance, EventStreams streams, TimeProvider time,
    IHostApplicationLifetime service)
{
    private const string LastId = "Last-Event-ID";

    /// <summary>How long changes gather before they are told.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a stream says something although nothing has changed, so that a connection that died is noticed.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>Maps both.</summary>
    /// <param name="routes">The admin's side.</param>
    /// <param name="isGood">Whether who has a stream may still look: a token can end while it lasts.</param>
    /// <param name="scopeOf">The hosts that a caller may see.</param>
    /// <param name="tooMany">What is answered while too many streams are open.</param>
    public void Map(IEndpointRouteBuilder routes, Func<HttpContext, bool> isGood, Func<HttpContext, HostScope> scopeOf, Func<IResult> tooMany)
    {
        routes.MapGet("/v1/board", (HttpContext context) => Results.Text(Told(board.Since(-1, scopeOf(context)), scopeOf(context)), "application/json"));
        routes.MapGet("/v1/board/changes", (HttpContext context) => streams.TryEnter(context)
            ? TypedResults.ServerSentEvents(FollowAsync(context, isGood, scopeOf(context), service.ApplicationStopping, context.RequestAborted))
            : tooMany());
    }

    private async IAsyncEnumerable<SseItem<string>> FollowAsync(
        HttpContext context, Func<HttpContext, bool> isGood, HostScope scope, CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, stopping);
        using var looking = ear.Open();
        var (version, commands, said) = (After(context.Request), -1L, DateTimeOffset.MinValue);
        while (!either.IsCancellationRequested)
        {
            var news = board.Since(version, scope);
            var isNew = news.Version != version || commands != running.Version;
            if (isNew || time.GetUtcNow() - said >= Silence)
            {
                (version, commands, said) = (news.Version, running.Version, time.GetUtcNow());
                yield return new SseItem<string>(Told(news, scope), "board")
                {
                    EventId = $"{board.Epoch}-{news.Version.ToString(CultureInfo.InvariantCulture)}",
                };
            }

            await Task.Delay(Breath, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!isGood(context))
            {
                yield return new SseItem<string>("{}", "ended");
                break;
            }
        }
    }

    /// <summary>The version that whoever asks has; one that is too old for anything where none is named, or one of another run.</summary>
    private long After(HttpRequest request)
    {
        var id = request.Headers[LastId] is [{ Length: > 0 } header] ? header : request.Query["after"].ToString();
        return id.Split('-') is [var epoch, var number] && epoch == board.Epoch
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : -1;
    }

    private string Told(BoardNews news, HostScope scope)
    {
        var text = new StringBuilder(256 + news.Rows.Sum(row => row.Length + 1));
        text.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{board.Epoch}-{news.Version}\",");
        text.Append(CultureInfo.InvariantCulture, $"\"now\":\"{time.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\"");
        text.Append(",\"frontend\":").Append(Quoted(appliance.Current.Frontend.Name)).Append(news.IsAll ? ",\"all\":true" : string.Empty);
        text.Append(news.Strangers ? ",\"strangers\":true" : string.Empty).Append(news.Site ? ",\"site\":true" : string.Empty);
        text.Append(",\"running\":").Append(JsonSerializer.Serialize(scope.IsAll ? running.All : [], BoardJson.Default.IReadOnlyListCommandUnderWay));
        text.Append(",\"gone\":[").AppendJoin(',', news.Gone.Select(Quoted)).Append("],\"heard\":[").AppendJoin(',', news.Heard.Select(Quoted));
        text.Append("],\"rows\":[");
        for (var at = 0; at < news.Rows.Count; at++)
        {
            text.Append(at == 0 ? string.Empty : ",").Append(Encoding.UTF8.GetString(news.Rows[at].Span));
        }

        return text.Append("]}").ToString();
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Contracts.CommandJson.Default.String);
}

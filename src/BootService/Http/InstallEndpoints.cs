using System.Collections.Frozen;
using BootService.Core;
using BootService.Core.Events;
using BootService.Core.Installers;
using BootService.Core.Installs;
using BootService.Core.Reasons;
using BootService.Core.Stores;
using BootService.Installs;
using BootService.Protocols.Road;
using BootService.Rehearsals;

namespace BootService.Http;

/// <summary>What an installing node asks for and reports: its answers by the attempt's secret, stages, done, failed.</summary>
/// <remarks>Whoever has the secret is believed to be the node, but only from the node's own address (<see cref="SecretUse"/>).</remarks>
internal sealed class InstallEndpoints(
    IAppliance appliance, AttemptProgress installs, SecretWatch secrets, FirmwareWatch firmware, RunningRehearsal rehearsal, IBootEvents events,
    TimeProvider time)
{
    private const string Text = "text/plain; charset=utf-8";
    private static readonly string[] GetAndPost = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Head];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(
            "/install/ks/{secret}", [HttpMethods.Get, HttpMethods.Head],
            (HttpContext context, string secret) => AnswerFileAsync(context, secret, AnswerNames.Kickstart));
        routes.MapMethods("/install/answer/{secret}/{name}", [HttpMethods.Get, HttpMethods.Head], AnswerFileAsync);
        routes.MapMethods("/install/stage/{secret}/{stage}", GetAndPost, StageAsync);
        routes.MapMethods("/install/done/{secret}", GetAndPost, (HttpContext context, string secret) => ReportAsync(context, secret, new AttemptSignal.Done()));
        routes.MapMethods("/install/failed/{secret}", GetAndPost, FailedAsync);
        routes.MapPost("/install/report/{secret}", PostedAsync);
        foreach (var name in new[] { "kickstart.cgi", "profile.cgi", "public/kickstart.cgi", "public/profile.cgi" })
        {
            routes.MapMethods("/install/sbin/" + name, [HttpMethods.Get, HttpMethods.Head], StackiKickstartAsync);
        }

        routes.MapMethods("/install/sbin/public/setPxeboot.cgi", GetAndPost, StackiDoneAsync);
    }

    private async Task AnswerFileAsync(HttpContext context, string secret, string name)
    {
        if (rehearsal.Of(NodePeer.Of(context)) is { } played && appliance.Current.AttemptOf(secret) is { } rehearsed && rehearsed.Host == played.Host)
        {
            await SendAnswerFileAsync(context, rehearsed, name, isRehearsal: true);
            return;
        }

        if (await AttemptAsync(context, secret) is { } attempt)
        {
            await SendAnswerFileAsync(context, attempt, name);
        }
    }

    private Task StageAsync(HttpContext context, string secret, string stage) => stage switch
    {
        "confirmed" => ReportAsync(context, secret, new AttemptSignal.Up()),
        _ when IsStage(stage) => ReachedAsync(context, secret, stage),
        _ => RefuseAsync(context, StatusCodes.Status400BadRequest, "a stage is a word of letters, digits and hyphens"),
    };

    private async Task ReachedAsync(HttpContext context, string secret, string stage)
    {
        if (await AttemptAsync(context, secret) is { } attempt)
        {
            var sent = await ReportedText.ReadAsync(context.Request, context.RequestAborted);
            var what = Masked(attempt, ScriptFailures.Sentence(ReportedText.Clean(context.Request.Query["what"].ToString())));
            await TellAsync(context, attempt, new AttemptSignal.StageReached(stage, ReportedText.Log(sent, Secrets(attempt))), what);
        }
    }

    /// <summary>What an installer posts of its own work: a few pieces of it are stages, the rest is heard and goes by.</summary>
    private async Task PostedAsync(HttpContext context, string secret)
    {
        if (await AttemptAsync(context, secret) is not { } attempt)
        {
            return;
        }

        switch (InstallerEvent.Parse(await ReportedText.ReadAsync(context.Request, context.RequestAborted)))
        {
            case null:
                await RefuseAsync(context, StatusCodes.Status400BadRequest, "this is no event of an installer: a JSON object with name and event_type");
                break;
            case { Stage: { } stage } posted:
                await TellAsync(context, attempt, new AttemptSignal.StageReached(stage, Log: null), Masked(attempt, ReportedText.Clean(posted.Description)));
                break;
            default:
                await AnswerAsync(context, $"{attempt.State}\n");
                break;
        }
    }

    /// <summary>The reason is the query's, and the body the end of a log; without a query the body is the reason.</summary>
    private async Task FailedAsync(HttpContext context, string secret)
    {
        if (await AttemptAsync(context, secret) is not { } attempt)
        {
            return;
        }

        var why = context.Request.Query["why"].ToString();
        var sent = await ReportedText.ReadAsync(context.Request, context.RequestAborted);
        await TellAsync(context, attempt, why.Length == 0
            ? new AttemptSignal.Broke(Masked(attempt, ReportedText.Clean(sent)))
            : new AttemptSignal.Broke(Masked(attempt, ScriptFailures.Sentence(ReportedText.Clean(why))), ReportedText.Log(sent, Secrets(attempt))));
    }

    /// <summary>What a node may not say back to us: its own secrets, which its scripts may print.</summary>
    private IEnumerable<string> Secrets(InstallAttempt attempt)
    {
        var inventory = appliance.Current;
        IEnumerable<string> shadows = inventory.HostOf(attempt.Host) is { } host
            ? inventory.AttributesOf(host).All().Where(attribute => attribute.Value.Shadow).Select(attribute => attribute.Value.Text)
            : [];
        return shadows.Append(attempt.Secret);
    }

    private string Masked(InstallAttempt attempt, string line) => line.Length == 0 ? line : ReportedText.Log(line, Secrets(attempt)) ?? string.Empty;

    private async Task ReportAsync(HttpContext context, string secret, AttemptSignal signal, string? what = null)
    {
        if (await AttemptAsync(context, secret) is { } attempt)
        {
            await TellAsync(context, attempt, signal, what);
        }
    }

    private Task StackiKickstartAsync(HttpContext context) => ClaimOf(context).ToKickstart(appliance.Current, firmware.WasTold) switch
    {
        ({ } attempt, _) => SendAnswerFileAsync(context, attempt, AnswerNames.Kickstart),
        (_, var why) => RefuseUnaskedAsync(context, why!),
    };

    private Task StackiDoneAsync(HttpContext context) => ClaimOf(context).ToDone(appliance.Current) switch
    {
        ({ } attempt, _) => TellAsync(context, attempt, new AttemptSignal.Done()),
        (_, var why) => RefuseUnaskedAsync(context, why!),
    };

    private static AddressClaim ClaimOf(HttpContext context) =>
        new(NodePeer.Of(context), NodePeer.PortOf(context), InstallerHeaders.Macs(context.Request.Headers));

    private Task RefuseUnaskedAsync(HttpContext context, string why)
    {
        secrets.Unasked(NodePeer.Of(context), why);
        return RefuseAsync(context, StatusCodes.Status404NotFound, why);
    }

    private static (BootMessage Message, BootReason? Reason) Told(AttemptSignal signal, InstallAttempt? after, string? what) => signal switch
    {
        AttemptSignal.StageReached stage => (BootMessage.StageReached, Said(what, stage.Log)),
        AttemptSignal.Done => (BootMessage.Done, after is { State: AttemptState.Staged } ? new BootReason.ActionFlipped() : null),
        AttemptSignal.Up => (BootMessage.Confirmed, Said(what, null)),
        AttemptSignal.Broke broke => (BootMessage.InstallFailed, Said(broke.Why, broke.Log)),
        _ => (BootMessage.Report, null),
    };

    /// <summary>The end of the log's last line, for an event; the attempt keeps more of it.</summary>
    private static BootReason.NodeSaid? Said(string? what, string? log)
    {
        var last = log?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var line] ? line : null;
        return string.IsNullOrEmpty(what) && last is null
            ? null
            : new BootReason.NodeSaid(what ?? string.Empty, last is { Length: > 200 } ? last[^200..] : last);
    }

    private async Task TellAsync(HttpContext context, InstallAttempt attempt, AttemptSignal signal, string? what = null)
    {
        // Once the installed system has said that it is up, its secret opens nothing more; that it is up it may say again, if it missed our answer.
        if (attempt.State is AttemptState.Confirmed)
        {
            await (signal is AttemptSignal.Up
                ? AnswerAsync(context, $"{attempt.State}\n")
                : RefuseAsync(context, StatusCodes.Status410Gone, "this install is over"));
            return;
        }

        // A look is no report (RFC 9110, section 9.2.1).
        if (HttpMethods.IsHead(context.Request.Method))
        {
            await AnswerAsync(context, $"{attempt.State}\n");
            return;
        }

        var road = signal switch
        {
            AttemptSignal.Done => BootStage.Done,
            AttemptSignal.Up => BootStage.Up,
            _ => BootStage.Installer,
        };
        InstallAttempt? after;
        try
        {
            after = await installs.SignalAsync(attempt, signal, context.RequestAborted);
        }
        catch (RefusedException notKept)
        {
            await RefuseUnkeptAsync(context, attempt, road, notKept);
            return;
        }

        var (message, reason) = Told(signal, after, what);
        var outcome = signal is AttemptSignal.Broke or AttemptSignal.StageReached { Log: not null } ? BootOutcome.Failed : BootOutcome.Ok;
        Post(context, attempt, road, outcome, message, reason, name: (signal as AttemptSignal.StageReached)?.Stage);
        await AnswerAsync(context, after is null ? "superseded\n" : $"{after.State}\n");
    }

    private async Task SendAnswerFileAsync(HttpContext context, InstallAttempt attempt, string name, bool isRehearsal = false)
    {
        if (!attempt.MayInstall)
        {
            await RefuseEndedAsync(context, attempt, attempt);
            return;
        }

        FrozenDictionary<string, ReadOnlyMemory<byte>> answers;
        try
        {
            answers = await installs.AnswersAsync(attempt, context.RequestAborted);
        }
        catch (RefusedException unread)
        {
            await RefuseUnkeptAsync(context, attempt, BootStage.Kickstart, unread);
            return;
        }

        if (!answers.TryGetValue(name, out var frozen) && (answers.Count > 0 || !AnswerNames.Begins(name)))
        {
            // Installers look for files that they can do without, and are told at once that there are none.
            await RefuseAsync(context, StatusCodes.Status404NotFound, "this install has no such file");
            return;
        }

        if (answers.Count == 0)
        {
            Post(context, attempt, BootStage.Kickstart, BootOutcome.Failed, BootMessage.Kickstart, new BootReason.TextMissing());
            await RefuseAsync(
                context, StatusCodes.Status500InternalServerError, $"the kickstart of {attempt.Host} is missing from the database; arm the host again");
            return;
        }

        var text = Served(context, frozen, attempt);
        if (AnswerNames.Begins(name) && HttpMethods.IsGet(context.Request.Method) && !isRehearsal)
        {
            InstallAttempt? kept;
            try
            {
                kept = await installs.SignalAsync(attempt, new AttemptSignal.KickstartFetched(NodePeer.Of(context)), context.RequestAborted);
            }
            catch (RefusedException notKept)
            {
                await RefuseUnkeptAsync(context, attempt, BootStage.Kickstart, notKept);
                return;
            }

            // What waited at the writer before this may have ended the attempt: only the state that was kept says whether it goes on.
            if (!attempt.MayDeliver(kept))
            {
                await RefuseEndedAsync(context, attempt, kept);
                return;
            }

            Post(context, attempt, BootStage.Kickstart, BootOutcome.Ok, BootMessage.Kickstart, why: null, text.Length);
        }

        context.Response.ContentType = name.EndsWith(".ign", StringComparison.Ordinal) ? "application/vnd.coreos.ignition+json; version=3.3.0" : Text;
        context.Response.ContentLength = text.Length;
        context.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(text, context.RequestAborted);
        }
    }

    private ReadOnlyMemory<byte> Served(HttpContext context, ReadOnlyMemory<byte> frozen, InstallAttempt attempt)
    {
        var here = appliance.Current.Frontend;
        return context.Features.Get<RelayedNode>() is { } relayed
            ? ServedKickstart.Through(frozen, attempt.Secret, here, relayed.SeenAs(here).BaseUrl)
            : ServedKickstart.At(frozen, attempt.Secret, here, here.ToldAt(NodePeer.Asked(context)));
    }

    private Task RefuseEndedAsync(HttpContext context, InstallAttempt attempt, InstallAttempt? now)
    {
        var state = now is null ? "superseded by another" : $"{now.State}";
        Post(context, attempt, BootStage.Kickstart, BootOutcome.Refused, BootMessage.Kickstart,
            now is null ? new BootReason.Superseded(attempt.Id) : new BootReason.AttemptIs(attempt.Id, now.State.ToString()));
        return RefuseAsync(context, StatusCodes.Status410Gone, $"this install is {state}; its kickstart is not given out again");
    }

    /// <summary>What cannot be kept does not go on: an install that nobody counts could begin again and again. The node asks again.</summary>
    private Task RefuseUnkeptAsync(HttpContext context, InstallAttempt attempt, BootStage stage, RefusedException notKept)
    {
        Post(context, attempt, stage, BootOutcome.Failed, stage is BootStage.Kickstart ? BootMessage.Kickstart : BootMessage.Report,
            new BootReason.Said(notKept.Message));
        return RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, notKept.Message);
    }

    // Another frontend may have armed the host a moment ago.
    private async ValueTask<InstallAttempt?> FindAsync(string secret, CancellationToken cancel)
    {
        if (appliance.Current.AttemptOf(secret) is { } known)
        {
            return known;
        }

        await appliance.CatchUpAsync(cancel);
        return appliance.Current.AttemptOf(secret);
    }

    private async Task<InstallAttempt?> AttemptAsync(HttpContext context, string secret)
    {
        if (await FindAsync(secret, context.RequestAborted) is not { } attempt)
        {
            secrets.Unknown(NodePeer.Of(context));
            await RefuseAsync(context, StatusCodes.Status404NotFound, "no install has this secret; the host may have been armed anew");
            return null;
        }

        if (!secrets.MayUse(attempt, NodePeer.Of(context), InstallerHeaders.Macs(context.Request.Headers)))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "this secret belongs to another machine");
            return null;
        }

        return attempt;
    }

    private void Post(
        HttpContext context, InstallAttempt attempt, BootStage stage, BootOutcome outcome, BootMessage message, BootReason? why, long bytes = 0,
        string? name = null) =>
        events.Post(new BootEvent(time.GetUtcNow(), appliance.Current.HostOf(attempt.Host)?.Primary?.Mac ?? default, stage, outcome, message)
        {
            Name = name,
            Host = attempt.Host.ToString(),
            Attempt = attempt.Id,
            Address = NodePeer.Of(context),
            Reason = why,
            Bytes = bytes,
            Took = RequestClock.Since(context, time),
        });

    private static Task RefuseAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        return AnswerAsync(context, sentence + "\n");
    }

    private static Task AnswerAsync(HttpContext context, string text)
    {
        context.Response.ContentType = Text;
        context.Response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(text);
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static bool IsStage(string word) => word.Length is > 0 and <= 40 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}

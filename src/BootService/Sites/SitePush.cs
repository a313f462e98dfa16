using System.Security.Cryptography;
using BootService.Appliances;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Sites;
using BootService.Core.Stores;
using BootService.Platform.Files;
using BootService.Storage;

namespace BootService.Sites;

/// <summary>Sends the files of the site to other frontends, by the database that they share: what is in them nobody else can read on its way.</summary>
internal sealed class SitePush(
    TimeProvider time, SiteFolder folder, IFrontends frontends, ISharedSites? shared = null, SiteWatch? watch = null, PeerStanding? standing = null)
    : IFilePush, IDisposable
{
    private const long Largest = 64 << 20;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PushedFiles>> PushAsync(Func<string, long, long, ValueTask> progress, CancellationToken cancel)
    {
        if (shared is null || watch is null || standing is null)
        {
            throw new RefusedException(
                "this frontend keeps everything in a file of its own, and shares nothing: docs/cluster.md says how several share a database of PostgreSQL");
        }

        await _turn.WaitAsync(cancel);
        try
        {
            return await PushAsync(shared, watch, standing, progress, cancel);
        }
        catch (Exception fault) when (fault is StorageException or IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(fault.Message.ReplaceLineEndings(" ").TrimEnd('.'));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<IReadOnlyList<PushedFiles>> PushAsync(
        ISharedSites sites, SiteWatch here, PeerStanding heard, Func<string, long, long, ValueTask> progress, CancellationToken cancel)
    {
        var others = (await frontends.ListFrontendsAsync(cancel)).Where(one => !one.IsHere).ToArray();
        Check(others);
        var files = await here.TellAsync(cancel);
        var behind = new List<(FrontendPeer Frontend, int Unlike)>();
        var coming = new HashSet<SiteFile>();
        foreach (var other in others.Where(one => one.IsUp))
        {
            var theirs = await sites.ListAsync(other.Name, cancel);
            behind.Add((other, files.Unlike(theirs).Count()));
            coming.UnionWith(files.All.Where(file => !theirs.Has(file)));
        }

        var asked = behind.Where(one => one.Unlike > 0).ToArray();
        try
        {
            await OfferAsync(sites, coming, progress, cancel);
            await SaidAsync(heard, files.Digest, cancel);
            return
            [
                .. behind.Where(one => one.Unlike == 0).Select(one => new PushedFiles(one.Frontend.Name, 0)),
                .. await AskAsync(sites, heard, asked, cancel),
                .. others.Where(one => !one.IsUp).Select(
                    one => new PushedFiles(one.Name, 0) { WhyNot = $"it was last heard of {one.Silent.TotalSeconds:0} s ago; push again when it is back" }),
            ];
        }
        finally
        {
            await sites.EndAsync(CancellationToken.None);
        }
    }

    private static void Check(FrontendPeer[] others)
    {
        if (others.Length == 0)
        {
            throw new RefusedException("there is no other frontend to push to: \"stack list frontend\" shows those that share the database");
        }

        if (others.FirstOrDefault(one => one is { IsUp: true, Files.Site: "" }) is { } older)
        {
            throw new RefusedException($"{older.Name} does not say which files it has: it was started just now, or its program is older and takes none");
        }

        if (others.FirstOrDefault(one => one is { IsUp: true, Asked.Length: > 0 }) is { } busy)
        {
            throw new RefusedException($"{busy.Name} is taking what {busy.Asked.Split(' ')[0]} pushes: wait for that to end");
        }
    }

    private async Task OfferAsync(ISharedSites sites, HashSet<SiteFile> coming, Func<string, long, long, ValueTask> progress, CancellationToken cancel)
    {
        if (coming.FirstOrDefault(file => file.Size > Largest) is { Path: { } path, Size: var size })
        {
            throw new RefusedException(
                $"{path} has {size >> 20} MB, and files above {Largest >> 20} MB are not pushed: copy it to the other frontends by rsync, then push the rest");
        }

        var (done, all) = (0L, coming.Sum(file => file.Size));
        foreach (var file in coming.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            var content = RegularFile.Bytes(Path.Combine(folder.Root, file.Path), Largest);
            if (Convert.ToHexStringLower(SHA256.HashData(content)) != file.Digest)
            {
                throw new RefusedException($"{file.Path} was changed while it was pushed: push again");
            }

            await sites.OfferAsync(file, content, cancel);
            done += content.Length;
            await progress("Pushing the files of the site ...", done, all);
        }
    }

    // Who takes them hears in one breath that he is asked and what lies here, and who pushed has heard that they were taken: hosts can be armed at once.
    private async Task SaidAsync(PeerStanding heard, string digest, CancellationToken cancel)
    {
        for (var began = time.GetTimestamp(); !heard.All.Any(one => one.IsHere && one.Files.Site == digest);)
        {
            if (time.GetElapsedTime(began) > Patience)
            {
                throw new RefusedException("the database does not take what this frontend says of its files: see \"stack check cluster\", and push again");
            }

            await Task.Delay(Look, time, cancel);
        }
    }

    private async Task<List<PushedFiles>> AskAsync(
        ISharedSites sites, PeerStanding heard, (FrontendPeer Frontend, int Unlike)[] asked, CancellationToken cancel)
    {
        var push = Guid.NewGuid().ToString("N");
        var ended = new List<PushedFiles>();
        await sites.AskAsync([.. asked.Select(one => one.Frontend.Name)], push, cancel);
        var began = time.GetTimestamp();
        while (ended.Count < asked.Length)
        {
            var now = await frontends.ListFrontendsAsync(cancel);
            foreach (var (frontend, unlike) in asked.Where(one => ended.TrueForAll(other => other.Frontend != one.Frontend.Name)))
            {
                var answer = now.FirstOrDefault(one => one.Name == frontend.Name);
                var whyNot = answer is null or { IsUp: false } || time.GetElapsedTime(began) > Patience ? "it did not answer; push again when it does" : null;
                if (heard.All.FirstOrDefault(one => one.Name == frontend.Name)?.Files.Answer.Split(' ', 2) is [var named, .. var said] && named == push)
                {
                    ended.Add(new PushedFiles(frontend.Name, unlike) { WhyNot = said is [var sentence] ? sentence : null });
                }
                else if (whyNot is not null)
                {
                    ended.Add(new PushedFiles(frontend.Name, 0) { WhyNot = whyNot });
                }
            }

            await Task.Delay(Look, time, cancel);
        }

        return ended;
    }
}

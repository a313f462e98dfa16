using System.Net;
using BootService.Core.Events;
using BootService.Core.Reasons;
using Xunit;

namespace BootService.Tests.Installs;

/// <summary>What is told of files that nodes fetch from the boot root over HTTP.</summary>
public sealed class BootFileEventTests : IAsyncLifetime
{
    private FrontendUnderTest _frontend = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Root => Path.Combine(_frontend.DataDirectory, "export", "bootfiles");

    public async ValueTask InitializeAsync()
    {
        _frontend = await FrontendUnderTest.StartAsync(Cancel);
        await _frontend.FillAsync();
    }

    public ValueTask DisposeAsync() => _frontend.DisposeAsync();

    [Fact]
    public async Task A_tree_of_the_admins_own_is_no_boot_and_what_is_missed_of_it_no_failure()
    {
        Put("debian/pool/main/b/bash/bash_5.2_amd64.deb");
        Put("debian/dists/trixie/Release");
        Put("rescue/vmlinuz");
        File.CreateSymbolicLink(Path.Combine(Root, "debian", "out"), "/etc");
        await using var seen = _frontend.Events.Subscribe(Cancel).GetAsyncEnumerator(Cancel);

        Assert.Equal(HttpStatusCode.OK, await AskAsync("debian/pool/main/b/bash/bash_5.2_amd64.deb"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("debian/dists/trixie/Release"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("debian/dists/trixie/main/i18n/Translation-en.xz"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("debian/out/passwd"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("rescue/vmlinuz"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("rescue/initrd"));

        Assert.Equal(("debian/out/passwd", BootOutcome.Refused, new BootReason.Said("a symbolic link leads out of the folder")), await NextAsync());
        Assert.Equal(("rescue/vmlinuz", BootOutcome.Ok, null), await NextAsync());
        Assert.Equal(("rescue/initrd", BootOutcome.Refused, new BootReason.Said("file not found")), await NextAsync());

        async Task<(string?, BootOutcome, BootReason?)> NextAsync()
        {
            Assert.True(await seen.MoveNextAsync());
            return (seen.Current.Name, seen.Current.Outcome, seen.Current.Reason);
        }
    }

    [Fact]
    public async Task What_installers_only_try_of_a_pallet_is_no_failure_and_a_package_that_is_missing_is()
    {
        await using var seen = _frontend.Events.Subscribe(Cancel).GetAsyncEnumerator(Cancel);
        foreach (var tried in (string[])[
            "dists/trixie/InRelease", "dists/trixie/Release.gpg", "dists/oldstable/Release", "dists/trixie/main/i18n/Translation-en.xz",
            "images/updates.img", "images/product.img", "treeinfo", "Packages/bash-5.2.rpm"])
        {
            using var answer = await _frontend.Node.GetAsync("/install/pallets/CentOS/7/redhat/x86_64/" + tried, Cancel);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.True(await seen.MoveNextAsync());
        Assert.Equal("CentOS/7/redhat/x86_64/Packages/bash-5.2.rpm", seen.Current.Name);
        Assert.Equal(BootOutcome.Refused, seen.Current.Outcome);
    }

    private void Put(string name)
    {
        var file = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, name);
    }

    private async Task<HttpStatusCode> AskAsync(string name)
    {
        using var answer = await _frontend.Node.GetAsync("/install/boot/" + name, Cancel);
        return answer.StatusCode;
    }
}

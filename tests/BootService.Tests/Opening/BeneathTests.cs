using System.Runtime.InteropServices;
using System.Text;
using BootService.Files;
using Microsoft.Win32.SafeHandles;
using Xunit;
using ProcessorArchitecture = System.Runtime.InteropServices.Architecture;

namespace BootService.Tests.Opening;

/// <summary>The two ways beneath a folder, over one table of paths: by the kernel's own call and name by name.</summary>
public sealed class BeneathTests : IDisposable
{
    private const int Refused = LinuxFiles.CrossesDevice;
    private const int ReadFlags = LinuxFiles.ReadOnly | LinuxFiles.NonBlocking;

    private readonly string _around = Directory.CreateTempSubdirectory("bootservice-beneath-").FullName;
    private readonly string _root;
    private readonly int _folder;

    public BeneathTests()
    {
        _root = Path.Combine(_around, "root");
        Directory.CreateDirectory(In("a/b/c"));
        File.WriteAllText(Path.Combine(_around, "secret"), "secret");
        File.WriteAllText(In("f"), "f");
        File.WriteAllText(In("a/b/deep"), "deep");
        foreach (var (name, target) in new[]
        {
            ("link", "f"), ("a/up", "../f"), ("a/b/c/up", "../../../a/b/deep"), ("folder-link", "a/b"), ("slashed-link", "a/b/"), ("file-link-slashed", "f/"),
            ("chain", "chain2"), ("chain2", "a/up"), ("dot-link", "./a/./b/../b/deep"), ("dead", "nowhere"), ("self", "self"),
            ("ring1", "ring2"), ("ring2", "ring1"),
            ("out", "../secret"), ("out-absolute", "/etc/passwd"), ("in-absolute", In("f")), ("a/out", "../../root/f"), ("out-folder", ".."),
            ("root-link", "."),
            ("long-link", new string('x', 300)),
        })
        {
            File.CreateSymbolicLink(In(name), target);
        }

        for (var at = 0; at < 45; at++)
        {
            File.CreateSymbolicLink(In($"hop{at}"), at == 0 ? "f" : $"hop{at - 1}");
        }

        using (var made = System.Diagnostics.Process.Start("mkfifo", In("pipe")))
        {
            made.WaitForExit();
        }

        _folder = LinuxFiles.OpenPath(_root, LinuxFiles.PathOnly | LinuxFiles.CloseOnExec);
    }

    public delegate int Way(int folder, ReadOnlySpan<byte> path, int flags);

    public static TheoryData<string, string?, int> Paths => new()
    {
        { "f", "f", 0 },
        { "./f", "f", 0 },
        { "a//b///deep", "a/b/deep", 0 },
        { "a/b/", "a/b", 0 },
        { "a/b/.", "a/b", 0 },
        { "a/b/..", "a", 0 },
        { "a/b/../..", "", 0 },
        { ".", "", 0 },
        { "./", "", 0 },
        { "a/../a/../f", "f", 0 },
        { "link", "f", 0 },
        { "a/up", "f", 0 },
        { "a/b/c/up", "a/b/deep", 0 },
        { "folder-link/deep", "a/b/deep", 0 },
        { "folder-link//deep", "a/b/deep", 0 },
        { "folder-link/../b/deep", "a/b/deep", 0 },
        { "folder-link/", "a/b", 0 },
        { "folder-link", "a/b", 0 },
        { "slashed-link/deep", "a/b/deep", 0 },
        { "slashed-link", "a/b", 0 },
        { "chain", "f", 0 },
        { "dot-link", "a/b/deep", 0 },
        { "root-link/f", "f", 0 },
        { "root-link", "", 0 },
        { "pipe", "pipe", 0 },
        { "hop39", "f", 0 },
        { "hop40", null, LinuxFiles.Loop },
        { "self", null, LinuxFiles.Loop },
        { "ring1/f", null, LinuxFiles.Loop },
        { "absent", null, LinuxFiles.NotFound },
        { "a/absent/f", null, LinuxFiles.NotFound },
        { "dead", null, LinuxFiles.NotFound },
        { "dead/f", null, LinuxFiles.NotFound },
        { "", null, LinuxFiles.NotFound },
        { "f/", null, LinuxFiles.NotADirectory },
        { "f/.", null, LinuxFiles.NotADirectory },
        { "f/g", null, LinuxFiles.NotADirectory },
        { "f/..", null, LinuxFiles.NotADirectory },
        { "link/", null, LinuxFiles.NotADirectory },
        { "file-link-slashed", null, LinuxFiles.NotADirectory },
        { "pipe/x", null, LinuxFiles.NotADirectory },
        { "..", null, Refused },
        { "../root/f", null, Refused },
        { "a/../../secret", null, Refused },
        { "/etc/passwd", null, Refused },
        { "/", null, Refused },
        { "//f", null, Refused },
        { "out", null, Refused },
        { "out-absolute", null, Refused },
        { "in-absolute", null, Refused },
        { "a/out", null, Refused },
        { "out-folder", null, Refused },
        { "out-folder/secret", null, Refused },
        { "root-link/..", null, Refused },
        { "long-link", null, LinuxFiles.NameTooLong },
        { "a/" + new string('y', 256), null, LinuxFiles.NameTooLong },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public void Both_ways_open_the_same_and_refuse_the_same(string path, string? reached, int error)
    {
        foreach (var (way, name) in new (Way, string)[] { (Beneath.OpenByKernel, "kernel"), (BeneathWalk.Open, "walk") })
        {
            foreach (var flags in new[] { LinuxFiles.PathOnly, ReadFlags })
            {
                var (handle, failed) = Open(way, path, flags);
                using (handle)
                {
                    Assert.Equal((name, flags, error), (name, flags, failed));
                    Assert.Equal((name, reached is null ? null : Inode(In(reached))), (name, handle is null ? null : Inode(handle)));
                }
            }
        }
    }

    /// <summary>As the kernel's headers have them: include/uapi/asm-generic/fcntl.h, and arch/arm64/include/uapi/asm/fcntl.h beside it.</summary>
    [Theory]
    [InlineData(ProcessorArchitecture.X64, 0x10000, 0x20000)]
    [InlineData(ProcessorArchitecture.Arm64, 0x4000, 0x8000)]
    public void The_flags_of_a_path_are_the_processors_own(ProcessorArchitecture processor, int folderOnly, int noFollow) =>
        Assert.Equal((folderOnly, noFollow), LinuxFiles.PathFlags(processor));

    [Fact]
    public void A_walk_leaves_no_descriptor_behind()
    {
        var before = Descriptors();
        foreach (var row in Paths)
        {
            Open(BeneathWalk.Open, row.Data.Item1, LinuxFiles.PathOnly).Handle?.Dispose();
            Open(BeneathWalk.Open, row.Data.Item1, ReadFlags).Handle?.Dispose();
        }

        Assert.InRange(Descriptors(), 0, before + 5); // other tests open files meanwhile; the table has 56 paths
    }

    [Fact]
    public async Task Nothing_outside_is_reached_while_names_change_under_a_walk()
    {
        var outside = Inode(Path.Combine(_around, "secret"))!.Value;
        File.WriteAllText(Path.Combine(_around, "deep"), "outside too");
        var outsideToo = Inode(Path.Combine(_around, "deep"))!.Value;
        var turns = 0;
        using var stop = new CancellationTokenSource();
        var changing = Task.Run(
            () =>
            {
                Directory.CreateDirectory(In("moving/b"));
                File.WriteAllText(In("moving/b/deep"), "inside");
                File.WriteAllText(In("swap-file"), "inside");
                File.CreateSymbolicLink(In("swap-link"), "../secret");
                File.CreateSymbolicLink(In("swap-folder"), "..");
                while (!stop.IsCancellationRequested)
                {
                    Exchange("swap-file", "swap-link");
                    Exchange("moving", "swap-folder");
                    Directory.Move(In("a/b"), Path.Combine(_around, "away"));
                    Directory.Move(Path.Combine(_around, "away"), In("a/b"));
                    Interlocked.Increment(ref turns);
                }
            },
            TestContext.Current.CancellationToken);

        var opened = 0;
        while (!changing.IsCompleted && (Volatile.Read(ref turns) < 2000 || opened < 2000))
        {
            foreach (var path in new[]
            {
                "swap-file", "swap-link", "moving/deep", "moving/secret", "moving/b/deep", "a/b/../../../secret", "a/b/c/../../../../deep", "a/b/c/../../../f",
            })
            {
                var (handle, _) = Open(BeneathWalk.Open, path, ReadFlags);
                using (handle)
                {
                    opened += handle is null ? 0 : 1;
                    Assert.False(handle is not null && (Inode(handle) == outside || Inode(handle) == outsideToo), path);
                }
            }
        }

        await stop.CancelAsync();
        await changing;
    }

    public void Dispose()
    {
        _ = LinuxFiles.Close(_folder);
        Directory.Delete(_around, recursive: true);
    }

    private string In(string path) => Path.Combine(_root, path);

    private (SafeFileHandle? Handle, int Error) Open(Way way, string path, int flags)
    {
        var descriptor = way(_folder, Encoding.UTF8.GetBytes(path + '\0'), flags);
        return descriptor < 0 ? (null, Marshal.GetLastPInvokeError()) : (new SafeFileHandle(descriptor, ownsHandle: true), 0);
    }

    private static ulong? Inode(SafeFileHandle handle) => LinuxFiles.TryState((int)handle.DangerousGetHandle(), out var state) ? state.Inode : null;

    private static ulong? Inode(string path) => LinuxFiles.TryState(Encoding.UTF8.GetBytes(path + '\0'), out var state) ? state.Inode : null;

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private void Exchange(string one, string other)
    {
        var spare = In("spare");
        Move(In(one), spare);
        Move(In(other), In(one));
        Move(spare, In(other));
    }

    private static void Move(string from, string to)
    {
        // Directory.Move refuses links to folders on the way to a file's name; rename(2) knows only names.
        Assert.Equal(0, Rename(from, to));
    }

    [DllImport("libc", EntryPoint = "rename", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Rename(string from, string to);
}

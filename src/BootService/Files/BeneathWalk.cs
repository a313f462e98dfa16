using System.Runtime.InteropServices;

namespace BootService.Files;

/// <summary>Opens a path beneath a folder name by name, where the kernel cannot be asked to do it in one call.</summary>
/// <remarks>
/// It answers as openat2(2) with RESOLVE_BENEATH and RESOLVE_NO_MAGICLINKS does. No name is ever given to the kernel but a single one without following
/// links, relative to a folder that was reached in the same way, so that nobody can turn a name into a way out between two looks. ".." goes back to the
/// folder it was come from, and asks the file system nothing.
/// </remarks>
internal static class BeneathWalk
{
    private const int LongestPath = 4096; // PATH_MAX
    private const int DeepestFolder = 512;
    private const int MostLinks = 40; // MAXSYMLINKS

    /// <summary>Opens a path that may not leave the folder.</summary>
    /// <param name="folder">Descriptor of the folder.</param>
    /// <param name="path">Relative path, with its closing zero.</param>
    /// <param name="flags">As of open(2).</param>
    /// <returns>The descriptor, or -1 with the error in <see cref="Marshal.GetLastPInvokeError"/>.</returns>
    public static int Open(int folder, ReadOnlySpan<byte> path, int flags)
    {
        var length = path.IndexOf((byte)0);
        if (length is <= 0 or >= LongestPath)
        {
            return Failed(length == 0 ? LinuxFiles.NotFound : LinuxFiles.NameTooLong);
        }

        var walk = new Walk(stackalloc byte[LongestPath], stackalloc int[DeepestFolder], folder);
        walk.Follow(path[..length]);
        var opened = walk.Open(flags);
        var error = Marshal.GetLastPInvokeError();
        walk.Leave();
        Marshal.SetLastPInvokeError(error);
        return opened;
    }

    private static int Failed(int error)
    {
        Marshal.SetLastPInvokeError(error);
        return -1;
    }

    /// <summary>A way that is being gone: the folders it went through, and what is left of it.</summary>
    private ref struct Walk(Span<byte> room, Span<int> folders, int root)
    {
        private readonly Span<byte> _room = room;
        private readonly Span<int> _folders = folders;
        private int _depth;
        private int _links;

        /// <summary>What is left of the path lies at the end of the room, so that a link's target fits in front of it.</summary>
        private int _next = room.Length;

        private readonly int Here => _depth == 0 ? root : _folders[_depth - 1];

        /// <summary>Puts a path in front of what is left.</summary>
        /// <returns>False when both together are too long.</returns>
        public bool Follow(scoped ReadOnlySpan<byte> path)
        {
            if (path.Length > _next)
            {
                return false;
            }

            _next -= path.Length;
            path.CopyTo(_room[_next..]);
            return true;
        }

        public int Open(int flags)
        {
            while (true)
            {
                if (_room[_next] == '/')
                {
                    return Failed(LinuxFiles.CrossesDevice); // an absolute path, or a link to one
                }

                var left = _room[_next..];
                var end = left.IndexOf((byte)'/');
                var name = end < 0 ? left : left[..end];
                var after = end < 0 ? -1 : left[end..].IndexOfAnyExcept((byte)'/');
                var isLast = after < 0;
                _next = isLast ? _room.Length : _next + end + after;

                var opened = name switch
                {
                    [(byte)'.'] => Stay(isLast, flags),
                    [(byte)'.', (byte)'.'] => GoBack(isLast, flags),
                    _ => Enter(name, isLast, mustBeFolder: end >= 0, flags),
                };
                if (opened is { } result)
                {
                    return result;
                }
            }
        }

        public readonly void Leave()
        {
            foreach (var folder in _folders[.._depth])
            {
                _ = LinuxFiles.Close(folder);
            }
        }

        private readonly int? Stay(bool isLast, int flags) => isLast ? LinuxFiles.OpenAt(Here, ".\0"u8, flags | LinuxFiles.CloseOnExec) : null;

        private int? GoBack(bool isLast, int flags)
        {
            if (_depth == 0)
            {
                return Failed(LinuxFiles.CrossesDevice);
            }

            _ = LinuxFiles.Close(_folders[--_depth]);
            return Stay(isLast, flags);
        }

        /// <summary>Takes the next name: a folder to go on from, a link to follow, or what was asked for.</summary>
        /// <returns>Null when the way goes on; else what <see cref="Open(int)"/> returns.</returns>
        private int? Enter(scoped ReadOnlySpan<byte> name, bool isLast, bool mustBeFolder, int flags)
        {
            const int LongestName = 255; // NAME_MAX
            if (name.Length > LongestName)
            {
                return Failed(LinuxFiles.NameTooLong);
            }

            Span<byte> one = stackalloc byte[LongestName + 1];
            name.CopyTo(one);
            one[name.Length] = 0;
            one = one[..(name.Length + 1)];

            var seen = LinuxFiles.OpenAt(Here, one, LinuxFiles.PathOnly | LinuxFiles.NoFollow | LinuxFiles.CloseOnExec);
            if (seen < 0)
            {
                return -1;
            }

            if (!LinuxFiles.TryState(seen, out var state))
            {
                return Close(seen, Marshal.GetLastPInvokeError());
            }

            if (state.IsLink)
            {
                var error = Turn(seen, mustBeFolder && isLast);
                _ = LinuxFiles.Close(seen);
                return error == 0 ? null : Failed(error);
            }

            if (mustBeFolder && !state.IsDirectory)
            {
                return Close(seen, LinuxFiles.NotADirectory);
            }

            if (!isLast)
            {
                if (_depth == _folders.Length)
                {
                    return Close(seen, LinuxFiles.NameTooLong);
                }

                _folders[_depth++] = seen;
                return null;
            }

            if ((flags & LinuxFiles.PathOnly) != 0)
            {
                return seen;
            }

            _ = LinuxFiles.Close(seen);
            return OpenLast(one, mustBeFolder, flags);
        }

        /// <summary>Opens what was just seen to be no link. When somebody has put one there meanwhile the name is taken again.</summary>
        private int? OpenLast(scoped ReadOnlySpan<byte> name, bool mustBeFolder, int flags)
        {
            var wanted = flags | LinuxFiles.NoFollow | LinuxFiles.CloseOnExec | (mustBeFolder ? LinuxFiles.FolderOnly : 0);
            var opened = LinuxFiles.OpenAt(Here, name, wanted);
            if (opened >= 0 || Marshal.GetLastPInvokeError() != LinuxFiles.Loop || ++_links > MostLinks)
            {
                return opened;
            }

            return (!mustBeFolder || Follow("/"u8)) && Follow(name[..^1]) ? null : Failed(LinuxFiles.NameTooLong);
        }

        /// <summary>Follows a link.</summary>
        /// <returns>0, or the error.</returns>
        private int Turn(int link, bool mustBeFolder)
        {
            if (++_links > MostLinks)
            {
                return LinuxFiles.Loop;
            }

            Span<byte> target = stackalloc byte[LongestPath];
            var length = LinuxFiles.ReadLink(link, "\0"u8, target);
            if (length <= 0)
            {
                return LinuxFiles.NotFound;
            }

            var slash = _next < _room.Length || mustBeFolder;
            return (!slash || Follow("/"u8)) && Follow(target[..length]) ? 0 : LinuxFiles.NameTooLong;
        }

        private static int Close(int descriptor, int error)
        {
            _ = LinuxFiles.Close(descriptor);
            return Failed(error);
        }
    }
}

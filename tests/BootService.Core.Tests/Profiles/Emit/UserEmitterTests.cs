using System.Collections.Immutable;
using BootService.Core.Logins;
using BootService.Core.Profiles.Emit;
using Xunit;

namespace BootService.Core.Tests.Profiles.Emit;

/// <summary>In which order an installer makes users who are in groups that are other users' own.</summary>
public class UserEmitterTests
{
    [Fact]
    public void A_user_comes_after_all_whose_own_groups_it_is_in_however_long_the_chain_is()
    {
        ImmutableArray<NodeUser> users = [In("alice", "bob"), In("bob", "carol"), In("carol"), In("dave", "devel")];

        Assert.Equal(
            "group --name=devel\nuser --name=carol\nuser --name=bob --groups=carol\nuser --name=alice --groups=bob\nuser --name=dave --groups=devel\n",
            UserEmitter.Commands(users));
        Assert.Equal(string.Empty, UserEmitter.KeyScript(users));
    }

    [Fact]
    public void Users_in_each_other_s_groups_are_put_into_what_is_not_there_yet_once_all_are()
    {
        ImmutableArray<NodeUser> users = [In("alice", "alice", "bob", "wheel"), In("bob", "alice")];

        Assert.Equal("user --name=alice --groups=wheel\nuser --name=bob --groups=alice\n", UserEmitter.Commands(users));
        Assert.Equal("usermod -a -G bob alice\n", UserEmitter.KeyScript(users));
    }

    private static NodeUser In(string name, params string[] groups) => new(name) { Groups = [.. groups] };
}

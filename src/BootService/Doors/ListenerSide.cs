using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BootService.Doors;

/// <summary>Whom a listener or a route is for. Nodes and admins never share one.</summary>
internal enum ListenerSide
{
    /// <summary>Machines on the boot network.</summary>
    Nodes,

    /// <summary>People and programs that run the appliance.</summary>
    Admin,
}

/// <summary>The mark of a connection and of a route.</summary>
internal sealed record SideMark(ListenerSide Side);

/// <summary>Keeps each route to the listeners of its side.</summary>
internal static class ListenerSides
{
    /// <summary>Marks every connection of a listener.</summary>
    public static ListenOptions For(this ListenOptions listener, ListenerSide side)
    {
        var mark = new SideMark(side);
        listener.Use(next => connection =>
        {
            connection.Features.Set(mark);
            return next(connection);
        });
        return listener;
    }

    /// <summary>A group of routes for one side.</summary>
    public static RouteGroupBuilder MapSide(this IEndpointRouteBuilder routes, ListenerSide side) =>
        routes.MapGroup(string.Empty).WithMetadata(new SideMark(side));

    /// <summary>Answers 404 where a route is asked for on the other side's listener: a node learns nothing of the admin's routes.</summary>
    public static IApplicationBuilder UseListenerSides(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // What is of no side says that an address knows no such method: admins are told so, a node does not even learn that there is the address.
        if (context.GetEndpoint() is { } endpoint && context.Features.Get<SideMark>() is var here
            && endpoint.Metadata.GetMetadata<SideMark>() is var side && side != here && (side is not null || here is not { Side: ListenerSide.Admin }))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    });
}

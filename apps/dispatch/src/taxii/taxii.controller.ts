import { Controller, Get, Inject, Param, Query, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  TAXII_MEDIA_TYPE,
  TaxiiApiRoot,
  TaxiiCollection,
  TaxiiCollectionParams,
  TaxiiCollections,
  TaxiiDiscovery,
  TaxiiEnvelope,
  TaxiiError,
  TaxiiManifest,
  TaxiiObjectParams,
  TaxiiQuery,
  TaxiiVersions,
} from '#libs/contracts';
import { Caller, Permit, actorOf } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { HOST } from '#libs/service-kit';
import type { Host } from '#libs/service-kit';
import { taxiiReader, watermarkOf } from '../lists/watermark.js';
import { Collections } from './collections.js';
import { stixIdOf } from './indicator.js';
import { STIX_MEDIA_TYPE } from './media-type.js';
import { TaxiiReading } from './reading.js';
import type { VersionPage } from './reading.js';
import { TaxiiErrorFilter } from './taxii-error.filter.js';
import { TaxiiMedia } from './taxii-media.interceptor.js';

const ROOT = '/taxii2/lists/';
/** We take nothing in; the member is required. */
const NO_CONTENT = 1;

/**
 * TAXII 2.1, reading only: what is asked of the caller as STIX 2.1 indicators, `revoked` once it is lifted. The key is a Bearer
 * token or the password of Basic authentication, as TAXII clients send it.
 */
@ApiTags('taxii')
@Controller('taxii2')
@Permit({ keys: ['provider', 'school', 'sandbox'], basic: true })
@ApiProduces(TAXII_MEDIA_TYPE)
@ApiResponse({ status: 'default', standardSchema: TaxiiError, description: 'Refused: see error_code and title' })
@UseFilters(TaxiiErrorFilter)
@UseInterceptors(TaxiiMedia)
export class TaxiiController {
  constructor(
    private readonly collections: Collections,
    private readonly reading: TaxiiReading,
    @Inject(HOST) private readonly host: Host,
  ) {}

  @Get()
  @ApiOperation({ summary: 'TAXII discovery' })
  @ApiResponse({ status: 200, standardSchema: TaxiiDiscovery, description: 'The one API root' })
  discovery(): TaxiiDiscovery {
    const description = 'Danh sách của từng khoá, chỉ đọc. · Each key’s own lists, to be read.';
    return { title: 'Lá Chắn', description, default: ROOT, api_roots: [ROOT] };
  }

  @Get('lists')
  @ApiOperation({ summary: 'The TAXII API root' })
  @ApiResponse({ status: 200, standardSchema: TaxiiApiRoot, description: 'Version and limits' })
  root(): TaxiiApiRoot {
    const description = 'Chỉ ngoài nhóm phải chuyển cơ quan chức năng. · Non-referral categories only.';
    return { title: 'Lá Chắn', description, versions: [TAXII_MEDIA_TYPE], max_content_length: NO_CONTENT };
  }

  @Get('lists/collections')
  @ApiOperation({ summary: "The caller's collections" })
  @ApiResponse({ status: 200, standardSchema: TaxiiCollections, description: 'One, or one for each age band' })
  all(@Caller() caller: Principal): TaxiiCollections {
    return { collections: this.collections.of(caller) };
  }

  @Get('lists/collections/:collection')
  @ApiOperation({ summary: 'One collection of the caller' })
  @ApiResponse({ status: 200, standardSchema: TaxiiCollection, description: 'What it holds' })
  one(
    @Caller() caller: Principal,
    @Param({ schema: TaxiiCollectionParams }) { collection }: TaxiiCollectionParams,
  ): TaxiiCollection {
    return this.collections.open(caller, collection).about;
  }

  @Get('lists/collections/:collection/manifest')
  @ApiOperation({ summary: 'Which objects there are, without them' })
  @ApiResponse({ status: 200, standardSchema: TaxiiManifest, description: 'Oldest addition first' })
  async manifest(
    @Caller() caller: Principal,
    @Param({ schema: TaxiiCollectionParams }) { collection }: TaxiiCollectionParams,
    @Query({ schema: TaxiiQuery }) query: TaxiiQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaxiiManifest> {
    const page = await this.reading.versions(this.collections.open(caller, collection), query);
    const objects = page.versions.map(({ uuid, added, modified }) => {
      return { id: stixIdOf(uuid), date_added: added, version: modified, media_type: STIX_MEDIA_TYPE };
    });
    return { ...envelope(page, reply), ...(objects.length > 0 ? { objects } : {}) };
  }

  @Get('lists/collections/:collection/objects')
  @ApiOperation({ summary: 'The objects, oldest addition first; page on with next or added_after' })
  @ApiResponse({ status: 200, standardSchema: TaxiiEnvelope, description: 'Recorded as delivered before it is sent' })
  objects(
    @Caller() caller: Principal,
    @Param({ schema: TaxiiCollectionParams }) { collection }: TaxiiCollectionParams,
    @Query({ schema: TaxiiQuery }) query: TaxiiQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaxiiEnvelope> {
    return this.#objects(caller, collection, query, reply);
  }

  @Get('lists/collections/:collection/objects/:object')
  @ApiOperation({ summary: 'One object by its id' })
  @ApiResponse({
    status: 200,
    standardSchema: TaxiiEnvelope,
    description: 'Its last version unless others are asked for',
  })
  object(
    @Caller() caller: Principal,
    @Param({ schema: TaxiiObjectParams }) { collection, object }: TaxiiObjectParams,
    @Query({ schema: TaxiiQuery }) query: TaxiiQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaxiiEnvelope> {
    return this.#objects(caller, collection, query, reply, object);
  }

  @Get('lists/collections/:collection/objects/:object/versions')
  @ApiOperation({ summary: 'The versions of one object' })
  @ApiResponse({ status: 200, standardSchema: TaxiiVersions, description: 'Times of modification, oldest first' })
  async versions(
    @Caller() caller: Principal,
    @Param({ schema: TaxiiObjectParams }) { collection, object }: TaxiiObjectParams,
    @Query({ schema: TaxiiQuery }) query: TaxiiQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaxiiVersions> {
    const own = this.collections.open(caller, collection);
    const page = await this.reading.versions(own, { ...query, 'match[version]': ['all'] }, object);
    const versions = page.versions.map(({ modified }) => modified);
    return { ...envelope(page, reply), ...(versions.length > 0 ? { versions } : {}) };
  }

  async #objects(
    caller: Principal,
    collection: string,
    query: TaxiiQuery,
    reply: FastifyReply,
    object?: string,
  ): Promise<TaxiiEnvelope> {
    const own = this.collections.open(caller, collection);
    const watermark = watermarkOf(this.host.secrets.cursor, taxiiReader(own.scope, caller.id));
    const reader = { actor: actorOf(caller), watermark };
    const { page, objects } = await this.reading.objects(own, query, reader, object);
    return { ...envelope(page, reply), ...(objects.length > 0 ? { objects } : {}) };
  }
}

/** What every page says of itself, in its body and in its headers (§5.4). */
function envelope({ versions, next }: VersionPage, reply: FastifyReply): { more: boolean; next?: string } {
  const [first, last] = [versions[0], versions.at(-1)];
  if (first && last) {
    void reply.header('x-taxii-date-added-first', first.added).header('x-taxii-date-added-last', last.added);
  }
  void reply.header('cache-control', 'private, no-cache').header('vary', 'accept, authorization');
  return next === undefined ? { more: false } : { more: true, next };
}
